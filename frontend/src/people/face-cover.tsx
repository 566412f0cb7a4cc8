import { useState } from "preact/hooks";
import { type Person, previewAddress, thumbnailAddress } from "../api";
import { Icon } from "../icons";
import { faceCrop } from "./face-crop";

interface Props {
  readonly cover: Person["cover"];
  /** Of the round window, in pixels. */
  readonly size: number;
}

/** Faces smaller than this part of a picture are cut from the preview: the thumbnail has too few pixels of them. */
const smallFace = 0.2;

/** A round window on a face. */
export function FaceCover({ cover, size }: Props) {
  const [picture, setPicture] = useState<{ width: number; height: number } | null>(null);
  const crop = cover && picture ? faceCrop(picture, cover.box, size) : null;
  const style = crop
    ? { width: `${crop.width}px`, height: `${crop.height}px`, left: `${crop.left}px`, top: `${crop.top}px` }
    : {};
  const address = (id: string, width: number) => (width < smallFace ? previewAddress(id) : thumbnailAddress(id));
  return (
    <span class="face-cover" style={{ width: `${size}px`, height: `${size}px` }}>
      <Icon name="person" />
      {cover && (
        <img
          class={picture ? "shown" : "waiting"}
          src={address(cover.photo, cover.box[2])}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          style={style}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setPicture({ width: naturalWidth, height: naturalHeight })
          }
        />
      )}
    </span>
  );
}
