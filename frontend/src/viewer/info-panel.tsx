import type { ComponentChildren } from "preact";
import type { PhotoDetails } from "../api";
import {
  formatBytes,
  formatCoordinates,
  formatDuration,
  formatExposure,
  formatMegapixels,
  formatMoment,
} from "../formats";
import { Icon, type IconName } from "../icons";
import { ofLabel } from "../query";
import { searchPath } from "../router";
import { BackupState } from "./backup-state";
import { InfoPeople } from "./info-people";

function Section({ icon, name, children }: { icon: IconName; name: string; children: ComponentChildren }) {
  return (
    <section class="info-section" aria-label={name}>
      <Icon name={icon} />
      <div class="info-facts">{children}</div>
    </section>
  );
}

const sources: Readonly<Record<string, string>> = {
  exif: "EXIF",
  xmp: "XMP",
  takeout: "Google Takeout",
  container: "the video file",
  gps: "GPS",
  filename: "the file name",
  mtime: "the file's modification time",
  owner: "you",
};

function When({ details }: { readonly details: PhotoDetails }) {
  const { taken_local, utc_offset, taken_source, added_at } = details;
  const source = taken_source ? `from ${sources[taken_source] ?? taken_source}` : "";
  const offset = utc_offset ? `UTC${utc_offset}` : "no time zone known";
  return (
    <Section icon="calendar" name="Date">
      <p>{taken_local ? formatMoment(taken_local) : "Date unknown"}</p>
      <p class="quiet">{taken_local ? `${offset} · ${source}` : `Added ${formatMoment(added_at)}`}</p>
    </Section>
  );
}

function cameraName({ camera_make: make, camera_model: model }: PhotoDetails): string {
  return !make || model?.toLowerCase().startsWith(make.toLowerCase()) ? (model ?? "") : `${make} ${model ?? ""}`;
}

function exposureOf({ camera }: PhotoDetails): string {
  const parts = [
    camera.exposure_time === null ? "" : formatExposure(camera.exposure_time),
    camera.f_number === null ? "" : `f/${Number(camera.f_number.toFixed(1))}`,
    camera.iso === null ? "" : `ISO ${camera.iso}`,
    camera.focal_length === null ? "" : `${Number(camera.focal_length.toFixed(1))} mm`,
  ];
  return parts.filter(Boolean).join(" · ");
}

function CameraFacts({ details }: { readonly details: PhotoDetails }) {
  const facts = [cameraName(details), exposureOf(details), details.lens ?? ""].filter(Boolean);
  if (facts.length === 0) return null;
  return (
    <Section icon="camera" name="Camera">
      {facts.map((fact, at) => (
        <p key={fact} class={at > 0 ? "quiet" : undefined}>
          {fact}
        </p>
      ))}
    </Section>
  );
}

function FileFacts({ details }: { readonly details: PhotoDetails }) {
  const { paths, width, height, size, duration } = details;
  const name = paths[0]?.split("/").at(-1) ?? "";
  const pixels = width && height ? [`${width} × ${height}`, formatMegapixels(width, height)] : [];
  const length = duration === null ? [] : [formatDuration(duration)];
  return (
    <Section icon="folder" name="File">
      <p class="breakable">{name}</p>
      <p class="quiet">{[...pixels, formatBytes(size), ...length].join(" · ")}</p>
      {paths.map((path) => (
        <p key={path} class="quiet breakable">
          {path}
        </p>
      ))}
    </Section>
  );
}

function Where({ details }: { readonly details: PhotoDetails }) {
  const { latitude, longitude, altitude, place } = details;
  const height = altitude === null ? "" : ` · ${Math.round(altitude)} m`;
  if (place.length === 0 && latitude === null) return null;
  return (
    <Section icon="place" name="Place">
      {place.length > 0 && <p>{place.join(", ")}</p>}
      {latitude !== null && longitude !== null && (
        <p class="quiet">{formatCoordinates(latitude, longitude) + height}</p>
      )}
    </Section>
  );
}

function Labels({ details }: { readonly details: PhotoDetails }) {
  if (details.labels.length === 0) return null;
  return (
    <Section icon="things" name="Things">
      <ul class="chips">
        {details.labels.map(({ name, confidence }) => (
          <li key={name}>
            <a class="chip" href={searchPath(ofLabel(name))}>
              {name} <span class="quiet">{Math.round(confidence * 100)}%</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Words({ details }: { readonly details: PhotoDetails }) {
  const { title, description, text } = details;
  return (
    <>
      {(title || description) && (
        <Section icon="pencil" name="Description">
          {title && <p>{title}</p>}
          {description && <p class={title ? "quiet" : undefined}>{description}</p>}
        </Section>
      )}
      {text && (
        <Section icon="text" name="Text in the picture">
          <p class="recognised">{text}</p>
        </Section>
      )}
    </>
  );
}

/** What is known about the photo on stage. */
export function InfoPanel({ details }: { readonly details: PhotoDetails | undefined }) {
  return (
    <aside class="info-panel" aria-label="Info">
      <h2>Info</h2>
      {details && (
        <>
          {details.reason && (
            <Section icon="file" name="Set aside">
              <p>{details.reason}</p>
            </Section>
          )}
          <When details={details} />
          <Where details={details} />
          {details.faces.length > 0 && (
            <Section icon="people" name="People">
              <InfoPeople details={details} />
            </Section>
          )}
          <Labels details={details} />
          <CameraFacts details={details} />
          <FileFacts details={details} />
          <Words details={details} />
          <Section icon="health" name="Backup">
            <BackupState id={details.id} state={details.backed_up} />
          </Section>
        </>
      )}
    </aside>
  );
}
