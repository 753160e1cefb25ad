import type { Brush, Size } from "../plot/brush";

/** Letters that are next to each other, as a shape from the left end of their baseline. */
export interface OutlinePart {
  text: string;
  /** null where the typeface lacks them. */
  d: string | null;
}

/** @param size of the letters in pixels */
export type Outline = (text: string, size: number) => OutlinePart[];

/** What is said of a picture as a whole. */
export interface PictureHead {
  /** With their units, such as "85mm". */
  width: string;
  height: string;
  title: string;
  /** For those who do not see it, and for whoever asks where it comes from. */
  description: string;
}

/**
 * Writes what is drawn as SVG: lines as paths, nothing as a picture.
 * @param name begins the identifiers in it, so that several pictures may stand on one page
 * @param measure width of a text in a CSS font, in pixels
 * @param outline draws letters as shapes; without it they are text
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
  readonly #outline: Outline | undefined;
  #clips = 0;
  /** Groups that are open, for each place that is kept and for the present one. */
  #groups = [0];

  constructor(
    name: string,
    measure: (text: string, font: string) => number,
    outline?: Outline,
  ) {
    this.#name = name;
    this.#measure = measure;
    this.#outline = outline;
  }

  /** The whole picture. */
  document(size: Size, { width, height, title, description }: PictureHead) {
    const box = `0 0 ${short(size.width)} ${short(size.height)}`;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${box}">`,
      `<title>${escaped(title)}</title>`,
      `<desc>${escaped(description)}</desc>`,
      ...this.#out,
      ...Array.from({ length: this.#groups[0] }, () => "</g>"),
      "</svg>",
      "",
    ].join("\n");
  }

  translate(x: number, y: number) {
    this.#out.push(`<g transform="translate(${short(x)} ${short(y)})">`);
    this.#groups[this.#groups.length - 1]++;
  }

  save() {
    this.#groups.push(0);
  }

  restore() {
    const open = this.#groups.pop() ?? 0;
    for (let i = 0; i < open; i++) this.#out.push("</g>");
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
    // Programs disagree about baselines other than the letters' own.
    const baseline = y + Number(size) * 0.36;
    const heavy = weight ? ` font-weight="${weight.trim()}"` : "";
    const look = `font-size="${size}"${heavy} ${paint}`;
    if (!this.#outline) {
      const anchor = { left: "start", center: "middle", right: "end" }[
        this.textAlign as "left" | "center" | "right"
      ];
      this.#out.push(
        `<text x="${short(x)}" y="${short(baseline)}" font-family="${escaped(family)}" text-anchor="${anchor}" ${look}>${escaped(text)}</text>`,
      );
      return;
    }
    const isHalo = paint.startsWith(`fill="none"`);
    const bold =
      weight && !isHalo ? boldness(this.fillStyle, Number(size)) : "";
    const label = isHalo ? "" : ` aria-label="${escaped(text)}"`;
    this.#out.push(`<g${label} ${look}${bold}>`);
    const share = { left: 0, center: 0.5, right: 1 }[
      this.textAlign as "left" | "center" | "right"
    ];
    let at = x - share * this.#measure(text, this.font);
    for (const { text: part, d } of this.#outline(text, Number(size))) {
      const width = this.#measure(part, this.font);
      if (d === null)
        this.#out.push(
          `<text x="${short(at)}" y="${short(baseline)}" font-family="sans-serif" textLength="${short(width)}" lengthAdjust="spacingAndGlyphs">${escaped(part)}</text>`,
        );
      else if (d)
        this.#out.push(
          `<path transform="translate(${short(at)} ${short(baseline)})" d="${d}"/>`,
        );
      at += width;
    }
    this.#out.push("</g>");
  }
}

/** The outlines are of regular weight: an edge makes them as heavy as semi-bold ones. */
function boldness(colour: string, size: number): string {
  return ` stroke="${colour}" stroke-width="${short(size / 28)}" stroke-linejoin="round"`;
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
