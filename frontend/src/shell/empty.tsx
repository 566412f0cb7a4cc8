import { ApiError } from "../api";

/** Nothing to show: what to do next, in one sentence with one button. */
export function Empty({ sentence, action, onAct }: { sentence: string; action: string; onAct: () => void }) {
  return (
    <div class="empty">
      <p>{sentence}</p>
      <button type="button" class="button primary" onClick={onAct}>
        {action}
      </button>
    </div>
  );
}

/** What went wrong, and what to do next. */
export function Failure({
  error,
  action = "Try again",
  onAct,
}: {
  error: unknown;
  action?: string;
  onAct: () => void;
}) {
  const hint = error instanceof ApiError ? ` ${error.hint}` : "";
  const message = error instanceof Error ? error.message : String(error);
  return <Empty sentence={(message + hint).trim()} action={action} onAct={onAct} />;
}
