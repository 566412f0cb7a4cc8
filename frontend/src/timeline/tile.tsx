import { useMemo, useState } from "preact/hooks";
import { thumbnailAddress } from "../api";
import { formatDuration } from "../formats";
import { Icon } from "../icons";
import { placeholderBackground } from "../placeholder";
import { reasonFor } from "../set-aside-reasons";
import { photoName } from "./photo-name";
import type { PhotoSummary } from "./timeline";

interface Props {
  readonly photo: PhotoSummary;
  readonly index: number;
  readonly place: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly address: string;
  /** Whether Tab leads here. */
  readonly reachable: boolean;
  /** Whether to load the picture now. */
  readonly load: boolean;
  readonly onOpen: (index: number, event: MouseEvent) => void;
  readonly onFocus: (index: number) => void;
}

function Badges({ photo }: { readonly photo: PhotoSummary }) {
  return (
    <>
      {photo.kind === "video" && !photo.setAside && (
        <span class="badge badge-video">
          {photo.duration !== null && formatDuration(photo.duration)}
          <Icon name="play" />
        </span>
      )}
      {photo.favourite && (
        <span class="badge badge-favourite">
          <Icon name="heart" />
        </span>
      )}
    </>
  );
}

function Picture({ photo, load }: { readonly photo: PhotoSummary; readonly load: boolean }) {
  const [state, setState] = useState<"waiting" | "shown" | "failed">("waiting");
  if (photo.setAside || state === "failed") {
    return (
      <span class="tile-aside">
        <Icon name="file" />
        {photo.setAside ? "Set aside" : "No picture"}
      </span>
    );
  }
  if (!load && state === "waiting") return null;
  return (
    <img
      class={state}
      src={thumbnailAddress(photo.id)}
      alt=""
      decoding="async"
      draggable={false}
      onLoad={() => setState("shown")}
      onError={() => setState("failed")}
    />
  );
}

/** One picture of the grid: a link to it. The placeholder shows at once, the thumbnail fades in over it. */
export function Tile({ photo, index, place, address, reachable, load, onOpen, onFocus }: Props) {
  const backgroundImage = useMemo(() => placeholderBackground(photo.placeholder), [photo.placeholder]);
  const { left, top, width, height } = place;
  return (
    <a
      class="tile"
      href={address}
      data-index={index}
      tabIndex={reachable ? 0 : -1}
      aria-label={photoName(photo)}
      title={photo.setAside ? reasonFor(photo.id) : undefined}
      style={{ left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`, backgroundImage }}
      onClick={(event) => onOpen(index, event)}
      onFocus={() => onFocus(index)}
    >
      <Picture photo={photo} load={load} />
      <Badges photo={photo} />
    </a>
  );
}
