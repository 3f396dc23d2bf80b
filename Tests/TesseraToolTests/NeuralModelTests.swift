import Bytes
import Media
import TestSupport
import Testing
import TokenStreams

@Suite("Neural image models encode, decode and evaluate pictures of every size")
struct NeuralModelTests {
  let folder: TemporaryFolder
  let photos = Samples.pictures.map(Samples.path)

  init() throws {
    folder = try TemporaryFolder()
  }

  private var tokens: String { folder.file("t.tess") }

  /// A part of a photo.
  private func picture(_ width: Int, _ height: Int) throws -> String {
    let path = folder.file("\(width)x\(height).png")
    try PixelImage(contentsOf: Samples.path("sign.jpg"))
      .cropped(to: PixelRectangle(columns: 5..<5 + width, rows: 7..<7 + height))
      .write(to: path, as: .png)
    return path
  }

  private func size(_ path: String) throws -> [Int] {
    let image = try PixelImage(contentsOf: path)
    return [image.width, image.height]
  }

  private func encode(_ inputs: [String], _ arguments: [String]) throws -> [ItemCodes] {
    try expectSuccess(tessera(["encode"] + inputs + ["-o", tokens] + arguments))
    let file = try TokenFile(path: tokens)
    return try (0..<file.count).map { try file.item(at: $0).codes }
  }

  @Test(
    "a model of one size takes the middle square, and says so",
    arguments: [(TinyModel.legacy, 32), (TinyModel.pixels, 48)])
  func cropped(golden: String, side: Int) throws {
    let model = try TinyModel(golden, in: folder)
    let codes = try encode(photos, ["--model", model.path])
    #expect(codes.allSatisfy { $0.layout == .sequence && $0.extents == [16] })
    #expect(Set(codes).count > 1, "all pictures have the same codes")
    let preparation = "shorter side resized to \(side) (bicubic), centre cropped"
    let file = try TokenFile(path: tokens)
    #expect(file.header.tokenizers.map(\.preparation) == [preparation])
    #expect(try file.item(at: 0).original == .image(width: side, height: side))
    let inspection = try expectSuccess("inspect", tokens).output
    #expect(inspection.contains("pictures  \(preparation)\n"))
    #expect(inspection.contains("\(side)x\(side)"))
    #expect(try expectSuccess("inspect", tokens, "--json").output.contains(preparation))
    try expectSuccess("decode", tokens, "-o", folder.file("out"), "--model", model.path)
    for name in ["houses", "ship"] {
      #expect(try size(folder.file("out/\(name).png")) == [side, side])
    }
    let report = try expectSuccess("evaluate", photos[0], "--model", model.path).output
    #expect(report.contains("pictures as encoded (\(preparation))"))
  }

  @Test(
    "--tile gives every size back",
    arguments: [(1, 1), (7, 5), (48, 48), (49, 48), (48, 97), (130, 95)])
  func tiled(width: Int, height: Int) throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    let input = try picture(width, height)
    let codes = try encode([input], ["--model", model.path, "--tile"])
    #expect(codes[0].extents == [(width + 47) / 48 * ((height + 47) / 48) * 16])
    #expect(try TokenFile(path: tokens).header.tokenizers[0].preparation == "cut into 48x48 tiles")
    let back = folder.file("back.png")
    try expectSuccess("decode", tokens, "-o", back, "--model", model.path)
    #expect(try size(back) == [width, height])
    let records = try expectSuccess(
      "evaluate", input, "--model", model.path, "--tile", "--json"
    ).records([EvaluationRecord].self)
    #expect(records.map(\.tokens) == [codes[0].extents[0]])
  }

  @Test("a tile has the codes, and the pixels, of the same picture alone")
  func tileAlone() throws {
    let model = try TinyModel(TinyModel.legacy, in: folder)
    let whole = try picture(64, 32)
    let right = folder.file("right.png")
    try PixelImage(contentsOf: whole)
      .cropped(to: PixelRectangle(columns: 32..<64, rows: 0..<32)).write(to: right, as: .png)
    let both = try encode([whole], ["--model", model.path, "--tile"])[0].stack.codes
    let decoded = folder.file("both.png")
    try expectSuccess("decode", tokens, "-o", decoded, "--model", model.path)
    let alone = try encode([right], ["--model", model.path])[0].stack.codes
    #expect(Array(both[16...]) == alone)
    try expectSuccess("decode", tokens, "-o", folder.file("one.png"), "--model", model.path)
    #expect(
      try PixelImage(contentsOf: decoded)
        .cropped(to: PixelRectangle(columns: 32..<64, rows: 0..<32))
        == PixelImage(contentsOf: folder.file("one.png")))
  }

  @Test(
    "a convolutional model takes every size as it is",
    arguments: [(1, 1), (2, 2), (17, 33), (64, 15), (3, 100)])
  func convolutional(width: Int, height: Int) throws {
    let model = try TinyModel(TinyModel.convolutional, in: folder)
    let codes = try encode([try picture(width, height)], ["--model", model.path])[0]
    #expect(codes.layout == .grid && codes.extents == [(height + 1) / 2, (width + 1) / 2])
    let back = folder.file("back.png")
    try expectSuccess("decode", tokens, "-o", back, "--model", model.path)
    #expect(try size(back) == [width, height])
  }

  @Test("a picture is filled up by repeating its edge")
  func filledUp() throws {
    let model = try TinyModel(TinyModel.convolutional, in: folder)
    let odd = try PixelImage(contentsOf: picture(17, 11))
    let columns = (0..<11).flatMap { row -> [UInt8] in
      let line = Array(odd.samples[row * 51..<(row + 1) * 51])
      return line + line.suffix(3)
    }
    let even = folder.file("even.png")
    try PixelImage(width: 18, height: 12, samples: columns + columns.suffix(54))
      .write(to: even, as: .png)
    #expect(
      try encode([folder.file("17x11.png")], ["--model", model.path])
        == encode([even], ["--model", model.path]))
  }

  @Test("--crop is the reference's evaluation for a convolutional model")
  func convolutionalCrop() throws {
    let model = try TinyModel(TinyModel.convolutional, in: folder)
    let codes = try encode([Samples.picture], ["--model", model.path, "--crop"])[0]
    #expect(codes.extents == [8, 8])
  }

  @Test(
    "codes and pixels do not depend on the batch, the threads or the company",
    arguments: [
      (TinyModel.legacy, []), (TinyModel.pixels, ["--tile"]), (TinyModel.convolutional, []),
      (TinyModel.text, ["--tile"]), (TinyModel.pixels, ["--dtype", "bf16"]),
      (TinyModel.convolutional, ["--dtype", "bf16"]),
    ])
  func invariance(golden: String, arguments: [String]) throws {
    let model = try TinyModel(golden, in: folder)
    let options = ["--model", model.path] + arguments
    let inputs =
      try [(20, 30), (20, 30), (20, 30), (61, 50), (20, 30), (1, 1), (48, 48), (61, 50), (33, 3)]
      .enumerated().map { index, size in
        let (path, copy) = (try picture(size.0, size.1), folder.file("\(index).png"))
        try AtomicFile.write(MappedFile(path: path).allBytes(), to: copy)
        return copy
      }
    let decodes =
      golden == TinyModel.text
      ? ["--text", try folder.write(textEmbeddings(), to: "text.safetensors")] : []
    let type = arguments.first == "--dtype" ? arguments : []
    let decoding = ["--model", model.path] + type + decodes
    let expected = try encode(inputs, options + ["--batch", "1", "--threads", "1"])
    let bytes = try MappedFile(path: tokens).allBytes()
    let single = folder.file("single")
    try expectSuccess(
      tessera(["decode", tokens, "-o", single, "--batch", "1", "--threads", "1"] + decoding))
    for (batch, threads) in [("3", "1"), ("8", "2"), ("1", "2"), ("64", "2")] {
      let run = ["--batch", batch, "--threads", threads]
      #expect(try encode(inputs, options + run) == expected, "batch \(batch), threads \(threads)")
      #expect(try MappedFile(path: tokens).allBytes() == bytes)
      try expectSuccess(tessera(["decode", tokens, "-o", folder.file("out")] + decoding + run))
      for index in inputs.indices {
        #expect(
          try PixelImage(contentsOf: folder.file("out/\(index).png"))
            == PixelImage(contentsOf: single + "/\(index).png"), "batch \(batch), item \(index)")
      }
    }
    for (input, codes) in zip(inputs, expected) {
      #expect(try encode([input], options) == [codes])
    }
  }

  @Test("bfloat16 weights give nearly the same pictures", arguments: [TinyModel.pixels])
  func bfloat16(golden: String) throws {
    let model = try TinyModel(golden, in: folder)
    _ = try encode([Samples.picture], ["--model", model.path, "--tile"])
    for type in ["f32", "bf16"] {
      try expectSuccess(
        "decode", tokens, "-o", folder.file("\(type).png"), "--model", model.path, "--dtype", type)
    }
    let metrics = try expectSuccess(
      "metrics", folder.file("f32.png"), folder.file("bf16.png"), "--json"
    ).records([MetricRecord].self)
    #expect(metrics.value("PSNR") > 30 && metrics.value("PSNR").isFinite)
  }

  @Test(
    "lengths other than all codes are refused",
    arguments: [TinyModel.legacy, TinyModel.convolutional],
    [["--codebooks", "1"], ["--quality", "psnr:20"], ["--budget", "0.3bpp"]])
  func policies(golden: String, policy: [String]) throws {
    let model = try TinyModel(golden, in: folder)
    for command in [["encode", "-o", tokens], ["evaluate"]] {
      let run = try tessera(command + photos + ["--model", model.path] + policy)
      expectComplaints(run, ["model cannot follow the length policy", "it supports all"])
    }
    #expect(try folder.names == ["model"])
  }

  @Test("a way of fitting pictures that a model has not")
  func fitting() throws {
    let model = try TinyModel(TinyModel.convolutional, in: folder)
    for arguments in [["--model", model.path, "--tile"], ["--tile"], ["--crop"]] {
      let run = try tessera(["encode", Samples.picture, "-o", tokens] + arguments)
      expectComplaints(run, ["cannot take pictures by", "it supports whole"])
    }
    #expect(try folder.names == ["model"])
  }

  @Test("a sound is no picture")
  func sound() throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    let run = try tessera("encode", Samples.sound, "--model", model.path, "-o", tokens)
    expectComplaints(run, ["model handles pictures, not sound"])
  }

  @Test("one picture that cannot be read does not stop its batch")
  func damagedAmongBatch() throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    let bad = try folder.write(Array(Samples.bytes("tulips.png").prefix(500)), to: "bad.png")
    let run = try tessera(
      "encode", photos[0], bad, photos[1], "--model", model.path, "-o", tokens)
    expectComplaints(run, [bad])
    #expect(try TokenFile(path: tokens).names == ["houses.png", "parrots.png"])
    let codes = try TokenFile(path: tokens).item(at: 1).codes
    #expect(try encode([photos[1]], ["--model", model.path]) == [codes])
  }
}
