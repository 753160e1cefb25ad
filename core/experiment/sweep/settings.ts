/** The settings of an experiment that a sweep may vary: every number, choice and switch of its schema. */
import { z } from "zod";
import { objectOption, optionsOf, unwrapped } from "../../schema/walk";
import { labelOf as fieldLabel, wordsOf, type Words } from "../../schema/words";
import { inSentence, settingName } from "../setting-names";
import { experimentSchema, type ExperimentSpec } from "../spec";
import { ofLayer, outputsOf, sharedByLayers } from "./layer-settings";
import type { Choice, Setting, SettingValue } from "./setting";

/** Lists of more numbers than this are data and not settings. */
const mostEntries = 20;

/** Every setting of an experiment, in the order of the file. */
export function settingsOf(spec: ExperimentSpec): Setting[] {
  const found: Setting[] = [];
  walk({ declared: experimentSchema, value: spec, path: "", words: null });
  const given = outputsOf(spec);
  const settings = found.filter(({ path }) => path !== given);
  return [...settings, ...sharedByLayers(settings)];

  interface Place {
    declared: z.ZodType;
    value: unknown;
    path: string;
    /** Its words where its schema has none of its own, or those of a list. */
    words: Words | null;
  }

  function walk(place: Place) {
    const { declared, value, path } = place;
    const words = place.words ?? wordsOf(declared);
    // What has a way of its own to be written is a list of columns or of samples.
    if (words?.entry) return;
    const schema = unwrapped(declared);
    if (schema instanceof z.ZodDiscriminatedUnion) {
      const key = schema.def.discriminator;
      const chosen = (value as Record<string, unknown> | undefined)?.[key];
      const option = optionsOf(schema).find(({ tag }) => tag === chosen);
      if (!option) return;
      if (option.schema instanceof z.ZodObject) addKind(schema, value, path);
      walk({ ...place, declared: option.schema, words: null });
    } else if (schema instanceof z.ZodObject && value === undefined) return;
    else if (schema instanceof z.ZodUnion)
      walkUnion(schema, { ...place, words });
    else if (schema instanceof z.ZodObject)
      for (const [key, field] of Object.entries(schema.shape))
        walk({
          declared: field as z.ZodType,
          value: (value as Record<string, unknown> | undefined)?.[key],
          path: path ? `${path}.${key}` : key,
          words: null,
        });
    else if (Array.isArray(value)) walkList(schema, value, { ...place, words });
    else if (schema instanceof z.ZodRecord)
      for (const [key, entry] of Object.entries(value ?? {}))
        walk({
          declared: schema.valueType as z.ZodType,
          value: entry,
          path: `${path}.${key}`,
          words: null,
        });
    else add(schema, place, words);
  }

  /** A number or a word instead of it; or an object or a word instead of it. */
  function walkUnion(union: z.ZodUnion, place: Place) {
    const options = union.options as z.ZodType[];
    const object = objectOption(union, place.value);
    // What is left out may become an object.
    if (object && place.value === undefined)
      walk({ ...place, declared: object, value: {} });
    if (object && typeof place.value === "object") {
      walk({ ...place, declared: object, words: null });
      return;
    }
    const number = options.find((option) => option instanceof z.ZodNumber);
    if (!number) return;
    const others = options.filter((option) => option instanceof z.ZodLiteral);
    add(number, place, place.words, others.flatMap(wordsFrom));
  }

  function walkList(schema: z.ZodType, list: unknown[], place: Place) {
    list.forEach((value, i) => {
      const declared =
        schema instanceof z.ZodArray
          ? (schema.element as z.ZodType)
          : (schema as z.ZodTuple).def.items[i];
      const path = `${place.path}[${i}]`;
      const inner = unwrapped(declared as z.ZodType);
      const isNumber = inner instanceof z.ZodNumber;
      if (isNumber && list.length > mostEntries) return;
      // Rows of a matrix depend on each other.
      if (inner instanceof z.ZodArray) return;
      walk({
        declared: inner,
        value,
        path,
        words: isNumber ? numbered(place.words, i) : null,
      });
    });
  }

  function addKind(
    schema: z.ZodDiscriminatedUnion,
    value: unknown,
    path: string,
  ) {
    const key = schema.def.discriminator;
    const at = path ? `${path}.${key}` : key;
    const choices = optionsOf(schema).flatMap(({ tag, schema }) => {
      const label = wordsOf(schema)?.label ?? tag;
      return schema instanceof z.ZodObject ? [{ value: tag, label }] : [];
    });
    if (choices.length < 2) return;
    const values = choices.map(({ value }) => value) as [string, ...string[]];
    const name = settingName(at, [spec]);
    const layer = ofLayer(at);
    found.push({
      path: at,
      label: capital(name) + layer,
      name: name + layer,
      number: null,
      choices,
      value: (value as Record<string, string>)[key],
      schema: z.enum(values, {
        error: `${capital(name)} must be one of: ${values.join(", ")}.`,
      }),
      isKind: true,
    });
  }

  function add(
    schema: z.ZodType,
    { declared, value, path }: Place,
    words: Words | null,
    others: Choice[] = [],
  ) {
    const choices = [...choicesOf(schema, words), ...others];
    const isNumber = schema instanceof z.ZodNumber;
    const isLeftOut = value === undefined && words?.absent === undefined;
    if (!words || (!isNumber && (choices.length < 2 || isLeftOut))) return;
    const layer = ofLayer(path);
    const { symbol, help, unit } = words;
    found.push({
      path,
      label: fieldLabel(words) + layer,
      name: (words.setting ?? inSentence(words.label)) + layer,
      symbol,
      help,
      unit,
      number: isNumber ? limitsOf(schema) : null,
      choices,
      value: value as SettingValue | undefined,
      schema: others.length > 0 ? unwrapped(declared) : schema,
    });
  }
}

function choicesOf(schema: z.ZodType, words: Words | null): Choice[] {
  if (schema instanceof z.ZodBoolean)
    return [true, false].map((value) => ({
      value,
      label: words?.choices?.[String(value)] ?? (value ? "yes" : "no"),
    }));
  if (!(schema instanceof z.ZodEnum)) return [];
  return schema.options.map((value) => ({
    value: String(value),
    label: words?.choices?.[String(value)] ?? String(value),
  }));
}

function wordsFrom(literal: z.ZodType): Choice[] {
  const values = [...(literal as z.ZodLiteral).values];
  return values.map((value) => ({
    value: String(value),
    label: String(value),
  }));
}

function limitsOf(schema: z.ZodNumber) {
  return {
    isWhole: schema.isInt,
    min: schema.minValue ?? -Infinity,
    max: schema.maxValue ?? Infinity,
  };
}

function numbered(words: Words | null, place: number): Words | null {
  const label = words && `${words.label} ${place + 1}`;
  return words && label
    ? { ...words, label, setting: inSentence(label) }
    : null;
}

function capital(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}
