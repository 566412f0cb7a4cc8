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

/** What went wrong, and a way to try again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const hint = error instanceof Error && "hint" in error ? ` ${String(error.hint)}` : "";
  const message = error instanceof Error ? error.message : String(error);
  return <Empty sentence={message + hint} action="Try again" onAct={onRetry} />;
}
