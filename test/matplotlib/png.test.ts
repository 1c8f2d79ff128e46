import { pixelsOf } from 'torch-node/matplotlib/backends/_png'
import { skia } from 'torch-node/matplotlib/backends/_skia'

test('the pixels of a PNG are those that Skia drew', () => {
  const canvas = skia().createCanvas(97, 61)
  const ctx = canvas.getContext('2d')
  const gradient = ctx.createLinearGradient(0, 0, 97, 61)
  gradient.addColorStop(0, 'red')
  gradient.addColorStop(0.4, 'rgba(0, 255, 0, 0.3)')
  gradient.addColorStop(1, 'blue')
  ctx.fillStyle = gradient
  ctx.fillRect(5, 0, 92, 61)
  ctx.strokeText('letters', 10, 30)
  const { data, width, height } = pixelsOf(canvas.encodeSync('png'))
  expect([width, height]).toEqual([97, 61])
  const drawn = ctx.getImageData(0, 0, 97, 61).data
  const far = data.filter((v, i) => v !== drawn[i])
  expect(far).toHaveLength(0)
})
