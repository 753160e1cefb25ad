import type { Brush } from "../plot/brush";

/**
 * Writes what is drawn as SVG: lines as paths, text as text, nothing as a picture.
 * @param name begins the identifiers in it, so that several pictures may stand on one page
 * @param measure width of a text in a CSS font, in pixels
 */
export class SvgBrush implements Brush {
  strokeStyle = "#000000";
  fillStyle = "#000000";
  globalAlpha = 1;
  lineWidth = 1;
  lineJoin: CanvasLineJoin = "miter";
  font = "12px sans-serif";
  textAlign: CanvasTextAlign = "left";
  textBaseline: CanvasTextBaseline = "middle";
  readonly #name: string;
  readonly #measure: (text: string, font: string) => number;
  readonly #out: string[] = [];
  #path = "";
  #dash: number[] = [];
  #clips = 0;
  #groups = 0;

  constructor(name: string, measure: (text: string, font: string) => number) {
    this.#name = name;
    this.#measure = measure;
  }

  /** The whole picture. */
  document(width: number, height: number, title: string): string {
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
      `<title>${escaped(title)}</title>`,
      ...this.#out,
      ...Array.from({ length: this.#groups }, () => "</g>"),
      "</svg>",
      "",
    ].join("\n");
  }

  translate(x: number, y: number) {
    this.#out.push(`<g transform="translate(${short(x)} ${short(y)})">`);
    this.#groups++;
  }

  beginPath() {
    this.#path = "";
  }

  closePath() {
    this.#path += "Z";
  }

  moveTo(x: number, y: number) {
    this.#path += `M${short(x)} ${short(y)}`;
  }

  lineTo(x: number, y: number) {
    this.#path += `L${short(x)} ${short(y)}`;
  }

  /** A whole circle: the marks draw no other arcs. */
  arc(x: number, y: number, radius: number) {
    const [left, right] = [short(x - radius), short(x + radius)];
    const half = `A${short(radius)} ${short(radius)} 0 1 1`;
    this.#path += `M${left} ${short(y)}${half} ${right} ${short(y)}${half} ${left} ${short(y)}Z`;
  }

  fill() {
    const alpha =
      this.globalAlpha < 1 ? ` fill-opacity="${this.globalAlpha}"` : "";
    this.#draw(`fill="${this.fillStyle}"${alpha}`);
  }

  stroke() {
    const alpha =
      this.globalAlpha < 1 ? ` stroke-opacity="${this.globalAlpha}"` : "";
    const dash = this.#dash.length
      ? ` stroke-dasharray="${this.#dash.join(" ")}"`
      : "";
    this.#draw(
      `fill="none" stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}" stroke-linejoin="${this.lineJoin}"${dash}${alpha}`,
    );
  }

  fillPath(d: string) {
    this.#path = d;
    this.fill();
  }

  strokePath(d: string) {
    this.#path = d;
    this.stroke();
  }

  setLineDash(lengths: number[]) {
    this.#dash = lengths;
  }

  fillText(text: string, x: number, y: number) {
    this.#write(text, x, y, `fill="${this.fillStyle}"`);
  }

  strokeText(text: string, x: number, y: number) {
    this.#write(
      text,
      x,
      y,
      `fill="none" stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}" stroke-linejoin="round"`,
    );
  }

  measureText(text: string) {
    return { width: this.#measure(text, this.font) };
  }

  clipTo(left: number, top: number, width: number, height: number) {
    const id = `${this.#name}-${this.#clips++}`;
    this.#out.push(
      `<clipPath id="${id}"><rect x="${short(left)}" y="${short(top)}" width="${short(width)}" height="${short(height)}"/></clipPath>`,
      `<g clip-path="url(#${id})">`,
    );
  }

  unclip() {
    this.#out.push("</g>");
  }

  #draw(paint: string) {
    if (this.#path) this.#out.push(`<path d="${this.#path}" ${paint}/>`);
  }

  #write(text: string, x: number, y: number, paint: string) {
    const [, weight, size, family] =
      /^(\d+ )?(\d+)px (.*)$/.exec(this.font) ?? [];
    const anchor = { left: "start", center: "middle", right: "end" }[
      this.textAlign as "left" | "center" | "right"
    ];
    const heavy = weight ? ` font-weight="${weight.trim()}"` : "";
    // Programs disagree about baselines other than the letters' own.
    const baseline = y + Number(size) * 0.36;
    this.#out.push(
      `<text x="${short(x)}" y="${short(baseline)}" font-family="${escaped(family)}" font-size="${size}"${heavy} text-anchor="${anchor}" ${paint}>${escaped(text)}</text>`,
    );
  }
}

/** A hundredth of a pixel is more than any printer shows. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
