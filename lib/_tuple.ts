/**
 * A list that prints as a Python tuple. Anywhere else it is an ordinary array:
 * tuples and lists are both arrays here, and only printing tells them apart.
 */
export class Tuple<T> extends Array<T> {
  // slice() and map() of a tuple give plain arrays: only `tuple()` makes tuples. (As a getter, which is what Array
  // has, this would make the constructor ten times slower.)
  static override readonly [Symbol.species] = Array
}

/** Makes a tuple of the items of an iterable. */
export function tuple<T = never>(items?: Iterable<T>): Tuple<T> {
  const result = new Tuple<T>()
  if (items !== undefined) for (const item of items) result.push(item)
  return result
}

/**
 * A class whose instances are arrays of its arguments and have this prototype's methods. V8 makes such an array in one go;
 * to change the prototype of one that is there takes eight times as long. One number alone would be a length.
 */
export function arraysLike<A extends ArrayLike<unknown>>(
  prototype: A,
): new (
  ...items: A[number][]
) => A {
  const cls = class extends Array<unknown> {}
  // They are instances of the prototype's class, and say so.
  Reflect.deleteProperty(cls.prototype, 'constructor')
  Object.setPrototypeOf(cls.prototype, prototype)
  return cls as unknown as new (
    ...items: A[number][]
  ) => A
}
