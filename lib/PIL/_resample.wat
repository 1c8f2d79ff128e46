;; The two passes of resizing for bytes, four and eight bands at once. `npm run generate` assembles them to
;; _resample_wasm.ts. Sums are in fixed point with 22 bits behind the point, and clipped to a byte.
;;
;; Both write up to 15 bytes beyond the end of what they are asked for.
(module
  (memory (export "memory") 1)

  ;; Each of the target's pixels is a sum of $taps pixels of the same row, each of 1 to 4 bands. $starts has the byte
  ;; in the row at which they start, $weights has $taps numbers per pixel.
  (func (export "across")
    (param $source i32) (param $stride i32) (param $rows i32) (param $bands i32)
    (param $starts i32) (param $weights i32) (param $taps i32)
    (param $target i32) (param $width i32)
    (local $x i32) (local $start i32) (local $weight i32) (local $t i32) (local $at i32) (local $sum v128)
    (loop $row
      (local.set $x (local.get $width))
      (local.set $start (local.get $starts))
      (local.set $weight (local.get $weights))
      (loop $pixel
        (local.set $sum (i32x4.splat (i32.const 0x200000)))
        (local.set $at (i32.add (local.get $source) (i32.load (local.get $start))))
        (local.set $t (local.get $taps))
        (loop $tap
          (local.set $sum (i32x4.add (local.get $sum) (i32x4.mul
            (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $at))))
            (v128.load32_splat (local.get $weight)))))
          (local.set $at (i32.add (local.get $at) (local.get $bands)))
          (local.set $weight (i32.add (local.get $weight) (i32.const 4)))
          (br_if $tap (local.tee $t (i32.sub (local.get $t) (i32.const 1)))))
        (local.set $sum (i32x4.shr_s (local.get $sum) (i32.const 22)))
        (local.set $sum (i16x8.narrow_i32x4_s (local.get $sum) (local.get $sum)))
        (v128.store32_lane 0 (local.get $target) (i8x16.narrow_i16x8_u (local.get $sum) (local.get $sum)))
        (local.set $target (i32.add (local.get $target) (local.get $bands)))
        (local.set $start (i32.add (local.get $start) (i32.const 4)))
        (br_if $pixel (local.tee $x (i32.sub (local.get $x) (i32.const 1)))))
      (local.set $source (i32.add (local.get $source) (local.get $stride)))
      (br_if $row (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))

  ;; Each of the target's rows, of $stride bytes, is a sum of $taps rows, the first of them at the byte that $starts
  ;; has for it.
  (func (export "down")
    (param $source i32) (param $stride i32)
    (param $starts i32) (param $weights i32) (param $taps i32)
    (param $target i32) (param $rows i32)
    (local $x i32) (local $from i32) (local $weight i32) (local $t i32) (local $at i32)
    (local $bytes v128) (local $w v128) (local $low v128) (local $high v128)
    (loop $row
      (local.set $from (i32.add (local.get $source) (i32.load (local.get $starts))))
      (local.set $x (i32.const 0))
      (loop $eight
        (local.set $low (i32x4.splat (i32.const 0x200000)))
        (local.set $high (local.get $low))
        (local.set $at (i32.add (local.get $from) (local.get $x)))
        (local.set $weight (local.get $weights))
        (local.set $t (local.get $taps))
        (loop $tap
          (local.set $bytes (v128.load8x8_u (local.get $at)))
          (local.set $w (v128.load32_splat (local.get $weight)))
          (local.set $low (i32x4.add (local.get $low)
            (i32x4.mul (i32x4.extend_low_i16x8_u (local.get $bytes)) (local.get $w))))
          (local.set $high (i32x4.add (local.get $high)
            (i32x4.mul (i32x4.extend_high_i16x8_u (local.get $bytes)) (local.get $w))))
          (local.set $at (i32.add (local.get $at) (local.get $stride)))
          (local.set $weight (i32.add (local.get $weight) (i32.const 4)))
          (br_if $tap (local.tee $t (i32.sub (local.get $t) (i32.const 1)))))
        (local.set $low (i16x8.narrow_i32x4_s
          (i32x4.shr_s (local.get $low) (i32.const 22)) (i32x4.shr_s (local.get $high) (i32.const 22))))
        (v128.store64_lane 0 (i32.add (local.get $target) (local.get $x))
          (i8x16.narrow_i16x8_u (local.get $low) (local.get $low)))
        (br_if $eight (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 8))) (local.get $stride))))
      (local.set $weights (local.get $weight))
      (local.set $starts (i32.add (local.get $starts) (i32.const 4)))
      (local.set $target (i32.add (local.get $target) (local.get $stride)))
      (br_if $row (local.tee $rows (i32.sub (local.get $rows) (i32.const 1)))))))
