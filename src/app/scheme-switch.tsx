import { ActionIcon, type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';

const SCHEMES: readonly {
  readonly id: MantineColorScheme;
  readonly label: string;
  readonly icon: typeof IconSun;
}[] = [
  { id: 'auto', label: 'As the system', icon: IconDeviceDesktop },
  { id: 'light', label: 'Light', icon: IconSun },
  { id: 'dark', label: 'Dark', icon: IconMoon },
];

/** Light, dark, or as the system has it; remembered in this browser. */
export function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = SCHEMES.find((scheme) => scheme.id === colorScheme);
  const Icon = current?.icon ?? IconDeviceDesktop;
  return (
    <Menu position="bottom-end" shadow="md" width={180} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Colours: ${current?.label.toLowerCase() ?? ''}`}
        >
          <Icon size={18} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => {
            const scheme = SCHEMES.find(({ id }) => id === value);
            if (scheme !== undefined) setColorScheme(scheme.id);
          }}
        >
          {SCHEMES.map((scheme) => (
            <Menu.RadioItem
              key={scheme.id}
              value={scheme.id}
              rightSection={<scheme.icon size={16} stroke={1.6} aria-hidden="true" />}
            >
              {scheme.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
