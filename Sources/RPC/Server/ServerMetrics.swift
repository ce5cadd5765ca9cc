/// How many calls began and how they ended, by method.

/// One loop's counters: plain integers that only the loop touches, so that counting costs an addition (wire H4).
///
/// `@unchecked Sendable`: made on any thread, used on its loop only; ``ServerCore/metrics()`` goes to the loop to read it.
final class LoopMetrics: @unchecked Sendable {
    /// One row a method, the last one for methods that are not registered: started, then finished by status.
    ///
    /// Unchecked, since counting calls nobody: no access can overlap another, and the run-time's check costs more than the addition.
    @exclusivity(unchecked) private(set) var counters: [Int]
    private let methodCount: Int
    static let columns = 1 + StatusCode.allCases.count

    init(methodCount: Int) {
        self.methodCount = methodCount
        counters = Array(repeating: 0, count: (methodCount + 1) * Self.columns)
    }

    private func row(_ method: RegisteredMethod) -> Int {
        (method.index >= 0 ? method.index : methodCount) * Self.columns
    }

    func started(_ method: RegisteredMethod) {
        counters[row(method)] &+= 1
    }

    func finished(_ method: RegisteredMethod, _ code: StatusCode) {
        counters[row(method) + 1 + Int(code.rawValue)] &+= 1
    }

    static func methodMetrics(_ sums: [Int], _ methods: [RegisteredMethod]) -> [MethodMetrics] {
        (methods + [.unknown]).enumerated().map { index, method in
            let row = index * columns
            var finished: [StatusCode: Int] = [:]
            for code in StatusCode.allCases where sums[row + 1 + Int(code.rawValue)] != 0 {
                finished[code] = sums[row + 1 + Int(code.rawValue)]
            }
            return MethodMetrics(method: method.path, started: sums[row], finished: finished)
        }
    }
}

/// One method's counts since the server started.
public struct MethodMetrics: Sendable, Equatable {
    /// `/service/method`, or `other` for everything that is not registered, so that callers can't make labels.
    public let method: String
    public let started: Int
    public let finished: [StatusCode: Int]
}
