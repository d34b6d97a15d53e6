import Platform

// The colour space in which distances are distances to the eye.
// B. Ottosson, "A perceptual color space for image processing", 2020, https://bottosson.github.io/posts/oklab/
extension Color {
  /// The channels as amounts of light, 0…1.
  var linearRGB: SIMD3<Float> {
    SIMD3(Self.linear[Int(r)], Self.linear[Int(g)], Self.linear[Int(b)])
  }

  /// The colour whose channels emit these amounts of light, clamped to 0…1.
  init(linearRGB light: SIMD3<Float>) {
    func encode(_ value: Float) -> UInt8 {
      let v = min(max(value, 0), 1)
      return UInt8((255 * (v <= 0.003_130_8 ? 12.92 * v : 1.055 * powf(v, 1 / 2.4) - 0.055)).rounded())
    }
    self.init(encode(light.x), encode(light.y), encode(light.z))
  }

  /// Lightness and the two opponent axes: (L 0…1, a, b).
  var oklab: SIMD3<Float> {
    let c = linearRGB
    let l = cbrtf(0.412_221_47 * c.x + 0.536_332_54 * c.y + 0.051_445_99 * c.z)
    let m = cbrtf(0.211_903_5 * c.x + 0.680_699_55 * c.y + 0.107_396_96 * c.z)
    let s = cbrtf(0.088_302_46 * c.x + 0.281_718_84 * c.y + 0.629_978_7 * c.z)
    return SIMD3(
      0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
      1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
      0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s)
  }

  /// The colour at a place in Oklab; one that a screen cannot show is clamped.
  init(oklab lab: SIMD3<Float>) {
    let l = lab.x + 0.396_337_78 * lab.y + 0.215_803_76 * lab.z
    let m = lab.x - 0.105_561_346 * lab.y - 0.063_854_17 * lab.z
    let s = lab.x - 0.089_484_18 * lab.y - 1.291_485_5 * lab.z
    let (l3, m3, s3) = (l * l * l, m * m * m, s * s * s)
    self.init(
      linearRGB: SIMD3(
        4.076_741_7 * l3 - 3.307_711_6 * m3 + 0.230_969_94 * s3,
        -1.268_438 * l3 + 2.609_757_4 * m3 - 0.341_319_38 * s3,
        -0.004_196_086_3 * l3 - 0.703_418_6 * m3 + 1.707_614_7 * s3))
  }

  /// How light the colour looks, 0…1 in equal steps to the eye.
  public var lightness: Double { Double(min(max(oklab.x, 0), 1)) }

  private static let linear: [Float] = (0...255).map { byte in
    let v = Float(byte) / 255
    return v <= 0.040_45 ? v / 12.92 : powf((v + 0.055) / 1.055, 2.4)
  }
}
