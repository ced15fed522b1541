import { Badge, type CSSVariablesResolver, createTheme, Input } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 8 },
  // Text on a colour is black or white, whichever is told apart better.
  autoContrast: true,
  luminanceThreshold: 0.179,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 600 }, styles: { root: { flexShrink: 0 } } }),
    InputWrapper: Input.Wrapper.extend({ defaultProps: { withAsterisk: false } }),
  },
});

/** Small texts keep a contrast of 4.5 or more on both backgrounds. */
export const readableColors: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-error': colors.red[9],
    '--mantine-color-anchor': colors.blue[9],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-teal-light-color': '#065f46',
    '--mantine-color-yellow-light-color': '#7a4100',
    '--mantine-color-red-light-color': '#9b1c1c',
    '--mantine-color-gray-light-color': colors.gray[8],
    '--mantine-color-blue-light-color': '#134b8a',
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-error': colors.red[4],
    '--mantine-color-anchor': colors.blue[3],
    '--mantine-color-placeholder': colors.dark[1],
    '--mantine-color-teal-light-color': colors.teal[3],
    '--mantine-color-yellow-light-color': colors.yellow[3],
    '--mantine-color-red-light-color': colors.red[3],
    '--mantine-color-gray-light-color': colors.gray[3],
    '--mantine-color-blue-light-color': colors.blue[2],
  },
});
