// Python's `base ** exponent`.

export { pow } from '../_libm.js'
