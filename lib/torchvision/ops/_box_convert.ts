// Mirrors torchvision/ops/_box_convert.py.

import torch, { type Tensor } from '../../index.js'

type Four = [Tensor, Tensor, Tensor, Tensor]
type Five = [...Four, Tensor]
type Eight = [...Four, ...Four]

const stack = (...parts: Tensor[]): Tensor => torch.stack(parts, { dim: -1 })

export function _box_cxcywh_to_xyxy(boxes: Tensor): Tensor {
  const [cx, cy, w, h] = boxes.unbind(-1) as Four
  const [halfW, halfH] = [torch.mul(0.5, w), torch.mul(0.5, h)]
  return stack(cx.sub(halfW), cy.sub(halfH), cx.add(halfW), cy.add(halfH))
}

export function _box_xyxy_to_cxcywh(boxes: Tensor): Tensor {
  const [x1, y1, x2, y2] = boxes.unbind(-1) as Four
  return stack(x1.add(x2).div(2), y1.add(y2).div(2), x2.sub(x1), y2.sub(y1))
}

export function _box_xywh_to_xyxy(boxes: Tensor): Tensor {
  const [x, y, w, h] = boxes.unbind(-1) as Four
  return stack(x, y, x.add(w), y.add(h))
}

export function _box_xyxy_to_xywh(boxes: Tensor): Tensor {
  const [x1, y1, x2, y2] = boxes.unbind(-1) as Four
  return stack(x1, y1, x2.sub(x1), y2.sub(y1))
}

// Rotated boxes of integers stay so.
function rounded(boxes: Tensor, like: Tensor): Tensor {
  return like.is_floating_point() ? boxes : boxes.round_().to(like.dtype)
}

// Cosine and sine of an angle in degrees.
function cosSin(r: Tensor): [Tensor, Tensor] {
  const radians = r.mul(Math.PI).div(180)
  return [radians.cos(), radians.sin()]
}

export function _box_cxcywhr_to_xywhr(boxes: Tensor): Tensor {
  const [cx, cy, w, h, r] = boxes.unbind(-1) as Five
  const [cos, sin] = cosSin(r)
  const [halfW, halfH] = [w.div(2), h.div(2)]
  const x1 = cx.sub(halfW.mul(cos)).sub(halfH.mul(sin))
  const y1 = cy.sub(halfH.mul(cos)).add(halfW.mul(sin))
  return rounded(stack(x1, y1, w, h, r), boxes)
}

export function _box_xywhr_to_cxcywhr(boxes: Tensor): Tensor {
  const [x1, y1, w, h, r] = boxes.unbind(-1) as Five
  const [cos, sin] = cosSin(r)
  const [halfW, halfH] = [w.div(2), h.div(2)]
  const cx = x1.add(halfW.mul(cos)).add(halfH.mul(sin))
  const cy = y1.sub(halfW.mul(sin)).add(halfH.mul(cos))
  return rounded(stack(cx, cy, w, h, r), boxes)
}

export function _box_xywhr_to_xyxyxyxy(boxes: Tensor): Tensor {
  const [x1, y1, w, h, r] = boxes.unbind(-1) as Five
  const [cos, sin] = cosSin(r)
  const [right, down] = [w.mul(cos), w.mul(sin)]
  const [hSin, hCos] = [h.mul(sin), h.mul(cos)]
  const [x2, y2] = [x1.add(right), y1.sub(down)]
  const corners = [x1, y1, x2, y2, x2.add(hSin), y2.add(hCos), x1.add(hSin), y1.add(hCos)]
  return rounded(stack(...corners), boxes)
}

export function _box_xyxyxyxy_to_xywhr(boxes: Tensor): Tensor {
  const [x1, y1, x2, y2, x3, y3] = boxes.unbind(-1) as Eight
  const r = torch.atan2(y1.sub(y2), x2.sub(x1)).mul(180).div(Math.PI)
  const w = x2.sub(x1).pow(2).add(y1.sub(y2).pow(2)).sqrt()
  const h = x3.sub(x2).pow(2).add(y3.sub(y2).pow(2)).sqrt()
  return rounded(stack(x1, y1, w, h, r), boxes)
}
