import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

export type Loaded<T> =
  | { readonly state: "waiting" }
  | { readonly state: "here"; readonly value: T }
  | { readonly state: "failed"; readonly error: unknown };

/** Fetch something when the component comes, and again on `retry`. */
export function useLoaded<T>(fetchIt: () => Promise<T>): { readonly loaded: Signal<Loaded<T>>; retry: () => void } {
  const loaded = useSignal<Loaded<T>>({ state: "waiting" });
  const retry = () => {
    fetchIt().then(
      (value) => {
        loaded.value = { state: "here", value };
      },
      (error: unknown) => {
        loaded.value = { state: "failed", error };
      },
    );
  };
  useEffect(retry, []);
  return { loaded, retry };
}
