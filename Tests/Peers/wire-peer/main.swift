// Answers questions about every message of the package over pipes, so that Python's protobuf can be compared with Wire.
//
// A question is a letter, a message's full name and a payload; the answer a verdict (0 accepted, 1 refused) and a payload. Lengths are
// 4 bytes, the lowest first. D: decode and encode again. J: decode, then JSON. j: JSON, then encode. R: a random message from a seed.
// V: a verdict for each of many short inputs (length byte, bytes). E: decodes every input of 0 to 3 bytes and encodes what was taken;
// answers those that were not read again as the same message (must be none). S: the FileDescriptorSet of all files; no name needed.

import Glibc
import RosterAPI
import WellKnown
import Wire
import WireExamples

let files = WellKnownFiles.all + RosterFiles.all + [WireExamples.file]
let types = TypeRegistry(files)
let options = JSONOptions(types: types)

func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var position = 0
    while position < count {
        let got = bytes.withUnsafeMutableBytes { Glibc.read(0, $0.baseAddress.map { $0 + position }, count - position) }
        guard got > 0 else { return nil }
        position += got
    }
    return bytes
}

func readBlock() -> [UInt8]? {
    guard let length = read(4) else { return nil }
    return read(length.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) })
}

func answer(_ verdict: UInt8, _ payload: [UInt8]) {
    var frame = [verdict]
    withUnsafeBytes(of: UInt32(payload.count).littleEndian) { frame.append(contentsOf: $0) }
    frame += payload
    var position = 0
    while position < frame.count {
        let put = frame.withUnsafeBytes { Glibc.write(1, $0.baseAddress.map { $0 + position }, frame.count - position) }
        guard put > 0 else { exit(1) }
        position += put
    }
}

func ask<M: Message>(_ type: M.Type, _ question: UInt8, _ payload: [UInt8]) throws -> [UInt8] {
    switch question {
    case UInt8(ascii: "D"): return try M(decoding: payload).encoded()
    case UInt8(ascii: "J"): return Array(try M(decoding: payload).json(options).utf8)
    case UInt8(ascii: "j"): return try M(json: payload, options: options).encoded()
    case UInt8(ascii: "R"):
        var generator = SplitMix64(seed: payload.reduce(0) { $0 << 8 | UInt64($1) })
        return M.random(using: &generator).encoded()
    case UInt8(ascii: "V"):
        var verdicts: [UInt8] = []
        var position = 0
        while position < payload.count {
            let count = Int(payload[position])
            let input = Array(payload[(position + 1)..<(position + 1 + count)])
            verdicts.append((try? M(decoding: input)) == nil ? 1 : 0)
            position += 1 + count
        }
        return verdicts
    case UInt8(ascii: "E"): return exhaust(type)
    default: return []
    }
}

/// Every input of 0 to 3 bytes. Not a Swift test: Swift Testing notes a backtrace at each throw, and most of the 16.8 million throw.
func exhaust<M: Message>(_ type: M.Type) -> [UInt8] {
    var failures: [UInt8] = []
    for length in 0...3 {
        // Memory of just the right size on the heap, so that a sanitizer sees a read behind the end.
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 1)
        defer { memory.deallocate() }
        for number in 0..<(1 << (8 * length)) {
            for index in 0..<length { memory[index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
            guard let message = try? M(decoding: UnsafeRawBufferPointer(memory)) else { continue }
            let bytes = message.encoded()
            if (try? M(decoding: bytes))?.encoded() != bytes { failures += memory }
        }
    }
    return failures
}

while let question = read(1), let name = readBlock(), let payload = readBlock() {
    if question[0] == UInt8(ascii: "S") {
        answer(0, FileDescriptorSet(file: DescriptorSet(files).files).encoded())
        continue
    }
    guard let type = types[String(decoding: name, as: UTF8.self)] else {
        answer(1, Array("no such message".utf8))
        continue
    }
    do {
        answer(0, try ask(type, question[0], payload))
    } catch {
        answer(1, Array("\(error)".utf8))
    }
}
