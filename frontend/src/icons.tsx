/** One outlined set, drawn for 20 px. The name of a control is given by the control, so icons themselves are silent. */
const paths = {
  photos: "M3.5 4.5h13v11h-13zM3.5 13l3.5-3.5 3 3 2.5-2.5 4 4M12.8 7.6a.7.7 0 1 0 .01 0",
  people:
    "M7.5 9.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM2.5 16c.3-2.8 2.2-4.3 5-4.3s4.7 1.5 5 4.3M13 4.3a2.6 2.6 0 0 1 0 5M15 12c1.5.6 2.3 2 2.5 4",
  things: "M3.5 3.5h6l7 7-6 6-7-7zM6.8 6.2a.6.6 0 1 0 .01 0",
  health: "M10 2.8l6 2.2v4.5c0 3.6-2.4 6.3-6 7.7-3.6-1.4-6-4.1-6-7.7V5zM7.2 9.8l2 2 3.6-3.8",
  search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4",
  close: "M5 5l10 10M15 5L5 15",
  heart: "M10 16.5S3.3 12.8 3.3 8.2A3.5 3.5 0 0 1 10 6.8a3.5 3.5 0 0 1 6.7 1.4c0 4.6-6.7 8.3-6.7 8.3z",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9.2v4.3M10 6.6v.1",
  previous: "M12 4.5L6.5 10l5.5 5.5",
  next: "M8 4.5l5.5 5.5L8 15.5",
  back: "M16.5 10h-13M9 4.5L3.5 10 9 15.5",
  download: "M10 3.5v9M6 9l4 4 4-4M3.5 16.5h13",
  play: "M7 5l8 5-8 5z",
  file: "M5 2.5h6l4 4v11H5zM11 2.5v4h4M10 10v2.8M10 15v.1",
  copy: "M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7",
  pencil: "M4 16l.7-3.3L13.5 4l2.5 2.5-8.7 8.8z",
  help: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM7.9 8.2a2.15 2.15 0 1 1 3.2 1.9c-.8.45-1.1.9-1.1 1.7M10 14v.1",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5",
  camera: "M3 6.5h3.2L7.5 4.5h5l1.3 2H17v9.5H3zM10 14a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8z",
  folder: "M2.8 5h5l1.7 2h7.7v9H2.8z",
  place:
    "M10 17.3s-5.3-4.6-5.3-8.7a5.3 5.3 0 0 1 10.6 0c0 4.1-5.3 8.7-5.3 8.7zM10 10.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
  text: "M4 5.5V4h12v1.5M10 4v12M8 16h4",
  person: "M10 9.8a3.1 3.1 0 1 0 0-6.2 3.1 3.1 0 0 0 0 6.2zM4 16.8c.4-3.2 2.7-4.8 6-4.8s5.6 1.6 6 4.8",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
