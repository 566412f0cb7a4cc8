import { signal } from "@preact/signals";
import { ApiError } from "./api";

interface Notice {
  readonly text: string;
  readonly action?: { readonly name: string; readonly run: () => void };
}

const shown = signal<Notice | null>(null);
let timer = 0;

/** Say something in passing, with at most one thing to do about it. */
export function notify(text: string, action?: Notice["action"]): void {
  clearTimeout(timer);
  shown.value = action ? { text, action } : { text };
  timer = window.setTimeout(() => {
    shown.value = null;
  }, 8000);
}

/** Say what went wrong and what to do next. */
export function notifyError(error: unknown, action?: Notice["action"]): void {
  notify(error instanceof ApiError ? `${error.message} ${error.hint}`.trim() : String(error), action);
}

export function NoticeArea() {
  const notice = shown.value;
  const act = () => {
    shown.value = null;
    notice?.action?.run();
  };
  return (
    <output class="notice-area">
      {notice && (
        <span class="notice">
          {notice.text}
          {notice.action && (
            <button type="button" class="notice-action" onClick={act}>
              {notice.action.name}
            </button>
          )}
        </span>
      )}
    </output>
  );
}
