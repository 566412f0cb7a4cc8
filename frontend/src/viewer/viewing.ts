import { computed, type Signal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { detailsOf, knownDetails, loadDetails } from "../details";
import { notifyError } from "../notice";
import type { Query } from "../query";
import { navigate, photoPath, searchPath } from "../router";
import type { PhotoSummary, Timeline } from "../timeline/timeline";
import { type Sequence, singleSequence, summaryOf, timelineSequence } from "./slides";
import type { Stage } from "./stage";

export interface ViewerProps {
  readonly id: string;
  readonly timeline: Timeline;
  readonly query: Query;
  readonly words: string | null;
}

/** One visit to the viewer: which photo is on stage, and how to go on. */
export class Viewing {
  readonly index = signal(-1);
  readonly photo: Signal<PhotoSummary | undefined> = signal(undefined);
  readonly details = computed(() => (this.photo.value ? detailsOf(this.photo.value.id).value : undefined));
  /** Why there is nothing to show, where that is so. */
  readonly error = signal<unknown>(null);
  stage: Stage | null = null;
  sequence: Sequence | null = null;
  private left = false;

  constructor(private readonly props: ViewerProps) {}

  /** Find the photo's place and put it on stage. */
  async open(host: HTMLElement): Promise<void> {
    const { id, timeline } = this.props;
    // With the details at hand the picture has its true size from the start.
    const [{ openStage }, start] = await Promise.all([import("./stage"), this.place(), loadDetails(id)]);
    this.sequence ??= timelineSequence(timeline);
    if (this.left) return;
    const events = { onMove: (index: number) => this.moved(index), onLeave: () => this.close() };
    this.stage = openStage(host, this.sequence, start, events);
    this.moved(start);
  }

  private async place(): Promise<number> {
    const { id, timeline } = this.props;
    const loaded = timeline.indexOf(id);
    if (loaded >= 0) return loaded;
    const details = await loadDetails(id);
    if (!timeline.opened) await timeline.open();
    const found = await timeline.find(id, summaryOf(details).taken.slice(0, 7));
    if (found < 0) this.sequence = singleSequence(details);
    return Math.max(0, found);
  }

  private moved(index: number): void {
    const { query, words } = this.props;
    this.index.value = index;
    this.sequence?.visit(index);
    this.photo.value = this.sequence?.photo(index);
    const id = this.photo.value?.id;
    if (id) navigate(photoPath(id, query, words), { replace: true });
    const count = this.sequence?.count() ?? 0;
    const near = [index, index + 1, index - 1, index + 2].filter((at) => at >= 0 && at < count);
    for (const at of near) this.prepare(at).catch(notifyError);
  }

  /** Load what is needed to show a place well, then show it. */
  private async prepare(index: number): Promise<void> {
    const { sequence } = this;
    const listed = sequence?.photo(index);
    const photo = listed ?? (await sequence?.load(index));
    if (!photo) return;
    if (index === this.index.value) this.photo.value = photo;
    // A video needs no more than its summary, and drawing it anew would stop it.
    const complete = knownDetails(photo.id) !== undefined || (photo.kind === "video" && !photo.setAside);
    await loadDetails(photo.id);
    if (!listed || !complete) this.refresh(index);
  }

  private refresh(index: number): void {
    if (!this.left && Math.abs(index - this.index.value) <= 2) this.stage?.refresh(index);
  }

  close(): void {
    if (this.left) return;
    this.left = true;
    const opened = (history.state as { opened?: boolean } | null)?.opened === true;
    if (opened) history.back();
    else navigate(searchPath(this.props.query, this.props.words), { replace: true });
  }

  end(): void {
    this.left = true;
    this.stage?.leave();
    this.stage = null;
  }
}

/** A visit that lasts as long as the component. The address may change meanwhile: the visit itself changes it. */
export function useViewing(props: ViewerProps, host: { current: HTMLElement | null }): Viewing {
  const viewing = useMemo(() => new Viewing(props), [props.timeline]);
  useEffect(() => {
    if (host.current) {
      viewing.open(host.current).catch((error: unknown) => {
        viewing.error.value = error;
      });
    }
    return () => viewing.end();
  }, [viewing, host]);
  return viewing;
}
