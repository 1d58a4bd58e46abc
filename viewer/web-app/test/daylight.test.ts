import { describe, expect, it } from "vitest";
import { daylightAt } from "../src/view/daylight";

const bright = (hour: number) => {
  const { sunIntensity, skyIntensity, way } = daylightAt(hour);
  return sunIntensity * Math.max(way[1], 0) + skyIntensity;
};

describe("the time of day", () => {
  it("has the sun in the east in the morning, in the west in the evening, and always a unit away", () => {
    for (let hour = 0; hour <= 24; hour += 0.25) expect(Math.hypot(...daylightAt(hour).way)).toBeCloseTo(1);
    expect(daylightAt(8).way[0]).toBeGreaterThan(0.5);
    expect(daylightAt(16).way[0]).toBeLessThan(-0.49);
    expect(daylightAt(5.9).day || daylightAt(18.1).day).toBe(false);
  });

  it("is brightest at noon, and about as bright then as scenes are made", () => {
    for (const hour of [0, 6, 8, 10, 14, 17, 21]) expect(bright(hour)).toBeLessThan(bright(12));
    expect(bright(12) / Math.PI).toBeGreaterThan(0.9);
    expect(bright(12) / Math.PI).toBeLessThan(1.25);
    expect(bright(23)).toBeLessThan(0.2 * bright(12));
  });

  it("never jumps: light comes and goes over minutes", () => {
    for (let hour = 0; hour < 24; hour += 0.05)
      expect(Math.abs(bright(hour + 0.05) - bright(hour))).toBeLessThan(0.1);
  });

  it("is warm when the sun is low", () => {
    const [low, high] = [daylightAt(6.5).sun, daylightAt(12).sun];
    expect(low[0] / low[2]).toBeGreaterThan(1.6 * (high[0] / high[2]));
  });
});
