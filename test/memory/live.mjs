import temporaries from './temporaries.mjs'

/** The same beside a million live objects, which make each full collection dear. */
export default function live(half) {
  const objects = Array.from({ length: 1_000_000 }, (_, i) => [i])
  temporaries(half)
  return objects
}
