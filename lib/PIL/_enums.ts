// Pillow's enumerations, which are ints in Python too.

/** What a flip or a turn is called, for `Image.transpose`. */
export const Transpose = {
  FLIP_LEFT_RIGHT: 0,
  FLIP_TOP_BOTTOM: 1,
  ROTATE_90: 2,
  ROTATE_180: 3,
  ROTATE_270: 4,
  TRANSPOSE: 5,
  TRANSVERSE: 6,
} as const

/** How `Image.transform` finds the place of a pixel. */
export const Transform = { AFFINE: 0, EXTENT: 1, PERSPECTIVE: 2, QUAD: 3, MESH: 4 } as const

/** How new pixels are made of old ones. */
export const Resampling = {
  NEAREST: 0,
  BOX: 4,
  BILINEAR: 2,
  HAMMING: 5,
  BICUBIC: 3,
  LANCZOS: 1,
} as const

/** Whether few colours are to look like many. */
export const Dither = { NONE: 0, ORDERED: 1, RASTERIZE: 2, FLOYDSTEINBERG: 3 } as const

/** Which colours an image of a palette gets. */
export const Palette = { WEB: 0, ADAPTIVE: 1 } as const
