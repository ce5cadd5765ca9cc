// UpdateMask: which fields an update takes (product.md 4.1), resolved once for all updates.

import RosterAPI
import WellKnown

/// The fields of a resource that an update takes: those that the mask names; without a mask every field that is set.
struct UpdateMask: Sendable {
    private let paths: Set<String>

    /// - Parameter fields: every path that can be updated, and whether the request sets it. A path covers the paths below it.
    /// - Throws: INVALID_ARGUMENT for a path that isn't among them.
    init(_ mask: FieldMask?, fields: [(path: String, isSet: Bool)]) throws(Refusal) {
        guard let mask, !mask.paths.isEmpty else {
            paths = Set(fields.lazy.filter(\.isSet).map(\.path))
            return
        }
        var paths: Set<String> = []
        for path in mask.paths {
            let covered = path == "*" ? fields.map(\.path) : fields.map(\.path).filter { $0 == path || $0.hasPrefix(path + ".") }
            guard !covered.isEmpty else { throw .invalid("update_mask", "names a field that can't be updated") }
            paths.formUnion(covered)
        }
        self.paths = paths
    }

    func contains(_ path: String) -> Bool { paths.contains(path) }

    /// Whether any field below the path is taken.
    func reaches(_ path: String) -> Bool { paths.contains { $0 == path || $0.hasPrefix(path + ".") } }

    /// Whether a field beside these is taken.
    func reaches(beyond fields: Set<String>) -> Bool { !paths.isSubset(of: fields) }

    var isEmpty: Bool { paths.isEmpty }

    /// Sorted, as the history names them.
    var sorted: [String] { paths.sorted() }
}
