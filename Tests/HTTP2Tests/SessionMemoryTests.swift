// The memory of sessions: blocks keep what was written to them, whatever their size and however they grow.

@testable import HTTP2
import Testing

@Suite struct SessionMemoryTests {
    static let sizes = [0, 1, 8, 63, 64, 65, 128, 500, 576, 577, 4_096, 100_000]

    private func fill(_ block: UnsafeMutableRawPointer, _ count: Int, _ byte: UInt8) {
        block.initializeMemory(as: UInt8.self, repeating: byte, count: count)
    }

    private func holds(_ block: UnsafeMutableRawPointer, _ count: Int, _ byte: UInt8) -> Bool {
        UnsafeRawBufferPointer(start: block, count: count).allSatisfy { $0 == byte }
    }

    @Test("a freed block serves the next request of its size, and only that")
    func reuse() throws {
        let memory = SessionMemory()
        let small = try #require(memory.allocate(10))
        let large = try #require(memory.allocate(200))
        memory.free(small)
        memory.free(large)
        #expect(memory.allocate(256) == large)
        #expect(memory.allocate(64) == small)
        let other = try #require(memory.allocate(64))
        #expect(other != small)
        for block in [small, large, other] { memory.free(block) }
        memory.free(nil)
    }

    @Test("growing and shrinking keeps the bytes", arguments: sizes)
    func reallocation(from: Int) throws {
        let memory = SessionMemory()
        for size in Self.sizes {
            let block = try #require(memory.allocate(from))
            #expect(Int(bitPattern: block) % 16 == 0)
            fill(block, from, 7)
            let neighbour = try #require(memory.allocate(size))
            fill(neighbour, size, 9)
            let changed = try #require(memory.reallocate(block, size))
            #expect(holds(changed, min(from, size), 7))
            fill(changed, size, 8)
            #expect(holds(neighbour, size, 9))
            memory.free(changed)
            memory.free(neighbour)
        }
    }

    @Test("a size that no memory has is refused")
    func refusal() {
        let memory = SessionMemory()
        #expect(memory.allocate(-1) == nil)
        #expect(memory.allocate(Int.max) == nil)
    }
}
