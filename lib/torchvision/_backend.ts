// Mirrors the image backend of torchvision/__init__.py.

import { pyStr } from '../_repr.js'
import { ValueError } from '../errors.js'

let imageBackend = 'PIL'

/**
 * Sets the package that image files are read with: `'PIL'`, or `'accimage'`, which is not there.
 *
 * @throws ValueError for another.
 *
 * @example torchvision.set_image_backend('PIL')
 *
 * @see https://docs.pytorch.org/vision/0.28/index.html#torchvision.set_image_backend
 */
export function set_image_backend(backend: string): void {
  if (backend !== 'PIL' && backend !== 'accimage') {
    throw new ValueError(`Invalid backend '${pyStr(backend)}'. Options are 'PIL' and 'accimage'`)
  }
  imageBackend = backend
}

/**
 * The package that image files are read with.
 *
 * @example torchvision.get_image_backend() // 'PIL'
 *
 * @see https://docs.pytorch.org/vision/0.28/index.html#torchvision.get_image_backend
 */
export function get_image_backend(): string {
  return imageBackend
}
