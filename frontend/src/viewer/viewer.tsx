import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { originalAddress } from "../api";
import { toggleFavourite } from "../details";
import { Icon, type IconName } from "../icons";
import { useShortcuts } from "../keyboard";
import { Failure } from "../shell/empty";
import { photoName } from "../timeline/photo-name";
import { InfoPanel } from "./info-panel";
import { useViewing, type ViewerProps, type Viewing } from "./viewing";

interface ToolProps {
  readonly name: string;
  readonly icon: IconName;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function Tool({ name, icon, pressed, disabled = false, onClick }: ToolProps) {
  return (
    <button
      type="button"
      class="tool"
      aria-label={name}
      title={name}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

function ViewerTools({ viewing, info }: { readonly viewing: Viewing; readonly info: { value: boolean } }) {
  const photo = viewing.photo.value;
  const favourite = viewing.details.value?.favourite ?? photo?.favourite ?? false;
  const toggleInfo = () => {
    info.value = !info.value;
  };
  return (
    <div class="viewer-tools">
      <Tool name="Close" icon="back" onClick={() => viewing.close()} />
      <span class="viewer-space" />
      {photo && (
        <>
          <Tool name="Favourite" icon="heart" pressed={favourite} onClick={() => void toggleFavourite(photo.id)} />
          <a
            class="tool"
            href={originalAddress(photo.id, { download: true })}
            download=""
            aria-label="Download original"
            title="Download original"
          >
            <Icon name="download" />
          </a>
        </>
      )}
      <Tool name="Info" icon="info" pressed={info.value} onClick={toggleInfo} />
    </div>
  );
}

function useViewerShortcuts(viewing: Viewing, info: { value: boolean }): void {
  const favour = () => {
    const id = viewing.photo.value?.id;
    if (id) void toggleFavourite(id);
  };
  const toggleInfo = () => {
    info.value = !info.value;
  };
  useShortcuts("Viewer", [
    { keys: ["ArrowLeft"], does: "Previous photo", run: () => viewing.stage?.previous() },
    { keys: ["ArrowRight"], does: "Next photo", run: () => viewing.stage?.next() },
    { keys: ["f"], does: "Favourite", run: favour },
    { keys: ["i"], does: "Info", run: toggleInfo },
    { keys: [" "], does: "Play or pause a video", run: () => viewing.stage?.toggleVideo() },
    { keys: ["Escape"], does: "Back to the photos", run: () => viewing.close() },
  ]);
}

/** One photo as large as the window, with its neighbours a key or a swipe away. */
export function Viewer(props: ViewerProps) {
  const host = useRef<HTMLDivElement>(null);
  const dialog = useRef<HTMLDivElement>(null);
  const info = useSignal(matchMedia("(min-width: 1100px)").matches && sessionStorage.getItem("info") === "shown");
  const viewing = useViewing(props, host);
  useViewerShortcuts(viewing, info);
  useEffect(() => {
    sessionStorage.setItem("info", info.value ? "shown" : "hidden");
    viewing.stage?.fit();
  }, [info.value, viewing]);
  useEffect(() => {
    document.documentElement.classList.add("viewer-open");
    dialog.current?.focus();
    return () => document.documentElement.classList.remove("viewer-open");
  }, []);
  const index = viewing.index.value;
  const last = (viewing.sequence?.count() ?? 0) - 1;
  return (
    <div class="viewer" role="dialog" aria-modal="true" aria-label="Photo viewer" tabIndex={-1} ref={dialog}>
      <div class={`viewer-stage${info.value ? " with-info" : ""}`}>
        <div class="viewer-slides" ref={host} />
        {viewing.error.value !== null && (
          <div class="viewer-failure">
            <Failure error={viewing.error.value} action="Back to the photos" onAct={() => viewing.close()} />
          </div>
        )}
        <output class="unseen">{viewing.photo.value && photoName(viewing.photo.value)}</output>
        <ViewerTools viewing={viewing} info={info} />
        <div class="viewer-previous">
          <Tool name="Previous" icon="previous" disabled={index <= 0} onClick={() => viewing.stage?.previous()} />
        </div>
        <div class="viewer-next">
          <Tool name="Next" icon="next" disabled={index >= last} onClick={() => viewing.stage?.next()} />
        </div>
      </div>
      {info.value && viewing.error.value === null && <InfoPanel details={viewing.details.value} />}
    </div>
  );
}
