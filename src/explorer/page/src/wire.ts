// Reads the answer of the program: a length, a header in JSON, then 64-bit floats, little-endian, bit by bit as they were computed.
import type { Answer, AnswerHead, Course } from "./types";

export function read(bytes: ArrayBuffer): Answer {
  const length = new DataView(bytes).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as AnswerHead;
  let at = 4 + length;
  const take = (points: number): Float64Array => {
    const values = new Float64Array(bytes, at, points);
    at += 8 * points;
    return values;
  };
  const courses = head.courses.map((course): Course => {
    const days = take(course.points);
    return { ...course, days, values: head.curves.map(() => take(course.points)) };
  });
  return { ...head, courses };
}
