/** Small line drawings, 20 × 20; they decorate words and say nothing by themselves. */

const SVG = 'http://www.w3.org/2000/svg';

const PATHS = {
  channel: 'M7 3 5.5 17M14.5 3 13 17M3.5 7.5h14M2.5 12.5h14',
  mail: 'M2.5 5h15v10h-15zM2.5 5.5 10 11l7.5-5.5',
  send: 'M3 10 17 3.5 12.5 17l-3-5.5zM9.5 11.5 17 3.5',
  thread: 'M3 4h14v9H9l-4 3.5V13H3z',
  close: 'M5 5l10 10M15 5 5 15',
  down: 'm5 8 5 5 5-5',
  clip: 'm15.5 9-6 6a3.5 3.5 0 0 1-5-5l6.5-6.5a2.3 2.3 0 0 1 3.3 3.3L8 13a1 1 0 0 1-1.5-1.5l5.5-5.5',
  next: 'M4 10h12m-5-5 5 5-5 5',
  reply: 'M8 5 3 10l5 5M3.5 10H12a5 5 0 0 1 5 5v1',
  key: 'M12.5 3a4.5 4.5 0 1 1-2 8.5L9 13H7v2H5v2H2.5v-3L8.4 8.2A4.5 4.5 0 0 1 12.5 3zM13.6 6.4h.01',
  drop: 'M10 3v9m-4-4 4 4 4-4M3 14v3h14v-3',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  inbox: 'M3 12 5.5 4h9L17 12v4H3zM3 12h4l1 2h4l1-2h4',
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
