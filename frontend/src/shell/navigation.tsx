import { Icon, type IconName } from "../icons";
import { type Route, route } from "../router";

interface Place {
  readonly name: string;
  readonly path: string;
  readonly icon: IconName;
  readonly screens: readonly Route["screen"][];
}

const places: readonly Place[] = [
  { name: "Photos", path: "/", icon: "photos", screens: ["photos", "photo"] },
  { name: "People", path: "/people", icon: "people", screens: ["people"] },
  { name: "Things", path: "/labels", icon: "things", screens: ["labels"] },
  { name: "Health", path: "/set-aside", icon: "health", screens: ["health"] },
];

/** The ways to the screens: in the bar on wide windows, tabs at the bottom on phones. */
export function Navigation() {
  const { screen } = route.value;
  return (
    <nav class="navigation" aria-label="Main">
      {places.map(({ name, path, icon, screens }) => (
        <a key={path} href={path} aria-current={screens.includes(screen) ? "page" : undefined}>
          <Icon name={icon} />
          <span>{name}</span>
        </a>
      ))}
    </nav>
  );
}
