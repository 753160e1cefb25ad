/** Calls `act` at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function onInterrupt(act: () => void) {
  const signals = ["SIGINT", "SIGTERM"] as const;
  let asked = false;
  const listener = () => {
    if (asked) process.exit(130);
    asked = true;
    act();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => signals.forEach((signal) => process.off(signal, listener));
}
