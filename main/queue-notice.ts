export interface NoticeOptions {
  /** Whether the person wants to be told. */
  isWanted: () => boolean;
  /** Whether the person is looking at the window. */
  isFocused: () => boolean;
  show: (notice: { title: string; body: string }) => void;
}

/** Tells a person who is elsewhere that the last of so many runs is over. */
export function queueNotice({ isWanted, isFocused, show }: NoticeOptions) {
  return (runs: number) => {
    if (isFocused() || !isWanted()) return;
    const body =
      runs === 1
        ? "The run has ended, and the queue is empty."
        : `All ${runs} runs have ended, and the queue is empty.`;
    show({ title: "Edge Lab", body });
  };
}
