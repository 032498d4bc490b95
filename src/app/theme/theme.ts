import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  Modal,
  NativeSelect,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import controls from './controls.module.css';

const petrol: MantineColorsTuple = [
  '#e9f4f7',
  '#d2e7ed',
  '#a6cfdb',
  '#74bdd3',
  '#4c9fb7',
  '#2f8aa4',
  '#1c7290',
  '#125f77',
  '#0c4a5d',
  '#073644',
];

const stone: MantineColorsTuple = [
  '#faf9f6',
  '#f4f2ed',
  '#ebe8e1',
  '#e3dfd7',
  '#c8c2b7',
  '#a59e92',
  '#827c71',
  '#57524a',
  '#3b3732',
  '#211f1c',
];

const night: MantineColorsTuple = [
  '#edeae4',
  '#b8b2a7',
  '#989287',
  '#7a746a',
  '#423e38',
  '#33302b',
  '#242220',
  '#1e1d1a',
  '#161513',
  '#0e0d0c',
];

const brick: MantineColorsTuple = [
  '#fcefec',
  '#fae7e3',
  '#f3c4bc',
  '#f0968a',
  '#dd6a5b',
  '#cb4a3b',
  '#b93a2c',
  '#a72c20',
  '#862117',
  '#65180f',
];

const FIELD = { size: 'sm', labelProps: { mb: 4 } } as const;

/** Filled buttons: the accent, or brick for what destroys; the text contrasts in both schemes. */
function filled(color: string | undefined) {
  return color === 'red'
    ? {
        '--button-bg': 'var(--tt-bad)',
        '--button-hover': 'var(--tt-bad)',
        '--button-color': 'var(--tt-surface)',
      }
    : {
        '--button-bg': 'var(--tt-accent)',
        '--button-hover': 'var(--tt-accent-strong)',
        '--button-color': 'var(--tt-on-accent)',
      };
}

/** Mantine in Tabtune's clothes: own palette, small radii, no shadows at rest, system fonts. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  colors: { petrol, gray: stone, dark: night, red: brick },
  black: '#211f1c',
  white: '#fffefc',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'var(--tt-mono)',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.35' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.25rem' },
  radius: { xs: '3px', sm: '5px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      styles: { label: { fontWeight: 500 } },
      vars: (_theme, { variant = 'filled', color }) => ({ root: variant === 'filled' ? filled(color) : {} }),
    }),
    ActionIcon: ActionIcon.extend({ classNames: { root: controls.actionIcon ?? '' } }),
    SegmentedControl: SegmentedControl.extend({ styles: { label: { fontWeight: 500 } } }),
    TextInput: TextInput.extend({ defaultProps: FIELD }),
    PasswordInput: PasswordInput.extend({ defaultProps: FIELD }),
    NumberInput: NumberInput.extend({ defaultProps: FIELD }),
    Textarea: Textarea.extend({ defaultProps: FIELD }),
    Select: Select.extend({
      defaultProps: {
        ...FIELD,
        allowDeselect: false,
        comboboxProps: { shadow: 'md', transitionProps: { duration: 0 } },
      },
    }),
    NativeSelect: NativeSelect.extend({ defaultProps: FIELD }),
    Checkbox: Checkbox.extend({
      defaultProps: { size: 'sm' },
      vars: () => ({
        root: { '--checkbox-color': 'var(--tt-accent)', '--checkbox-icon-color': 'var(--tt-on-accent)' },
      }),
    }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 250,
        withArrow: false,
        multiline: true,
        events: { hover: true, focus: true, touch: true },
      },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        radius: 'lg',
        overlayProps: { backgroundOpacity: 0.35 },
        transitionProps: { duration: 120 },
      },
      styles: {
        content: { background: 'var(--tt-surface)', border: '1px solid var(--tt-line)' },
        header: { background: 'var(--tt-surface)' },
        title: { fontSize: '1rem', fontWeight: 600 },
      },
    }),
  },
});

/** Points Mantine's own variables at Tabtune's, so that both worlds change together with the scheme. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--tt-bg)',
    '--mantine-color-text': 'var(--tt-ink)',
    '--mantine-color-dimmed': 'var(--tt-ink-2)',
    '--mantine-color-placeholder': 'var(--tt-ink-3)',
    '--mantine-color-anchor': 'var(--tt-accent)',
    '--mantine-color-error': 'var(--tt-bad)',
    '--mantine-color-default': 'var(--tt-surface)',
    '--mantine-color-default-hover': 'var(--tt-hover)',
    '--mantine-color-default-border': 'var(--tt-line-strong)',
    '--mantine-color-default-color': 'var(--tt-ink)',
  };
  return { variables: {}, light: shared, dark: shared };
};
