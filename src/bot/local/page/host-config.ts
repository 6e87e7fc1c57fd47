/** How the renderer draws cards; one file for this page and for the previews in `cards/`. */
const response = await fetch('/page-lib/host-config.json');

export const hostConfig: unknown = await response.json();
