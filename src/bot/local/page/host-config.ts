/** How the renderer draws cards on this page; what style sheets can say stands in cards.css. */

const palette = {
  default: { default: '#1b2330', subtle: '#4d5766' },
  dark: { default: '#1b2330', subtle: '#4d5766' },
  light: { default: '#ffffff', subtle: '#eef1f6' },
  accent: { default: '#1d55b0', subtle: '#1d55b0' },
  good: { default: '#11632a', subtle: '#11632a' },
  warning: { default: '#784800', subtle: '#784800' },
  attention: { default: '#a4201a', subtle: '#a4201a' },
} as const;

function style(backgroundColor: string) {
  return { backgroundColor, borderColor: '#dde2ea', foregroundColors: palette };
}

function labels(suffix: string) {
  return { color: 'default', isSubtle: false, size: 'default', weight: 'bolder', suffix };
}

export const hostConfig = {
  supportsInteractivity: true,
  fontFamily: 'inherit',
  fontSizes: { small: 12, default: 14, medium: 15, large: 18, extraLarge: 22 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
  lineHeights: { small: 17, default: 20, medium: 22, large: 25, extraLarge: 30 },
  spacing: { small: 4, default: 8, medium: 14, large: 20, extraLarge: 28, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#e3e7ee' },
  textBlock: { headingLevel: 3 },
  containerStyles: {
    default: style('#ffffff'),
    emphasis: style('#f2f5fa'),
    accent: style('#eaf2fd'),
    good: style('#e7f5eb'),
    warning: style('#fff5dc'),
    attention: style('#fdeceb'),
  },
  actions: {
    maxActions: 12,
    buttonSpacing: 8,
    spacing: 'medium',
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    showCard: { actionMode: 'inline', inlineTopMargin: 12 },
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { ...labels(' *'), suffixColor: 'attention' },
      optionalInputs: labels(''),
    },
    errorMessage: { color: 'attention', size: 'default', weight: 'default', spacing: 'small' },
  },
  factSet: {
    title: {
      color: 'default',
      isSubtle: true,
      size: 'default',
      weight: 'default',
      wrap: true,
      maxWidth: 150,
    },
    value: { color: 'default', isSubtle: false, size: 'default', weight: 'default', wrap: true },
    spacing: 12,
  },
} as const;
