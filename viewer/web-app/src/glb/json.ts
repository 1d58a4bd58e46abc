/** Narrowing of untrusted JSON: every reader names the place that was wrong. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export class FormatError extends Error {}

export function asObject(value: Json | undefined, where: string): JsonObject {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new FormatError(`${where}: needs an object.`);
  }
  return value;
}

export function asArray(value: Json | undefined, where: string): Json[] {
  if (!Array.isArray(value)) throw new FormatError(`${where}: needs a list.`);
  return value;
}

export function asNumber(value: Json | undefined, where: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new FormatError(`${where}: needs a finite number.`);
  }
  return value;
}

/** A count, an index or an offset: a whole number from 0. */
export function asIndex(value: Json | undefined, where: string): number {
  const number = asNumber(value, where);
  if (!Number.isSafeInteger(number) || number < 0) throw new FormatError(`${where}: needs a whole number.`);
  return number;
}

export function asString(value: Json | undefined, where: string): string {
  if (typeof value !== "string") throw new FormatError(`${where}: needs text.`);
  return value;
}

export function asNumbers(value: Json | undefined, count: number, where: string): number[] {
  const list = asArray(value, where);
  if (list.length !== count) throw new FormatError(`${where}: needs ${count} numbers.`);
  return list.map((item) => asNumber(item, where));
}

/** The value, or the fallback where it is absent. */
export function optional<T>(
  read: (value: Json | undefined, where: string) => T,
  value: Json | undefined,
  where: string,
  fallback: T,
): T {
  return value === undefined || value === null ? fallback : read(value, where);
}

export function listOf(parent: JsonObject, key: string): Json[] {
  return optional(asArray, parent[key], key, []);
}

export function at(list: Json[], index: number, where: string): JsonObject {
  return asObject(list[index], `${where}[${index}]`);
}
