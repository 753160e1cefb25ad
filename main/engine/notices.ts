/** What TensorFlow prints when oneDNN is on, whatever it is told about its log: a run says by itself what computed it. */
const notices =
  /^.*(before absl::InitializeLog|oneDNN custom operations are on).*\n?/gm;

export function withoutNotices(text: string): string {
  return text.replace(notices, "");
}
