import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import './menu-button.css';

export type MenuEntry = { id: string; label: string };
/** Entries under a heading; without one they stand for themselves. */
export type MenuGroup = { id: string; heading: string | null; entries: readonly MenuEntry[] };

type MenuButtonProps = {
  /** What the button shows; its words name the button and the menu. */
  children: ReactNode;
  groups: readonly MenuGroup[];
  /** The entry in force, marked. */
  selected: string | null;
  onChoose: (id: string) => void;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Small print below the entries. */
  foot?: ReactNode;
  className?: string;
};

const Entry = ({ id, label }: MenuEntry) => (
  <MenuItem id={id} textValue={label} className="menu-entry">
    {label}
  </MenuItem>
);

/** A button that opens a list of choices: arrow keys, type-ahead, Escape; the focus returns where it was. */
export const MenuButton = (props: MenuButtonProps) => (
  <MenuTrigger isOpen={props.open} onOpenChange={props.onOpenChange}>
    <Button className={`menu-button ${props.className ?? ''}`}>{props.children}</Button>
    <Popover className="menu-popover" placement="end bottom">
      <Menu
        className="menu-list"
        selectionMode="single"
        selectedKeys={props.selected === null ? [] : [props.selected]}
        onAction={(key) => props.onChoose(String(key))}
      >
        {props.groups.map((group) => (
          <MenuSection
            key={group.id}
            id={`group ${group.id}`}
            className="menu-group"
            aria-label={group.heading ?? group.entries[0]?.label ?? ''}
          >
            {group.heading !== null && <Header className="menu-heading">{group.heading}</Header>}
            {group.entries.map((entry) => (
              <Entry key={entry.id} {...entry} />
            ))}
          </MenuSection>
        ))}
      </Menu>
      {props.foot}
    </Popover>
  </MenuTrigger>
);
