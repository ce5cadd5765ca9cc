// The configuration file: YAML as the settings want it.

import Foundation
import RosterServer
import Yams

enum SettingFile {
    /// Scalars stay text, whatever YAML would make of them: a plan named `no` is no boolean.
    static func read(_ path: String) throws -> SettingTree {
        let text: String
        do { text = try String(contentsOfFile: path, encoding: .utf8) } catch { throw ConfigurationProblem("\(path) can't be read") }
        do {
            guard let node = try Yams.compose(yaml: text) else { return .map([]) }
            return try tree(node)
        } catch let error as YamlError {
            throw ConfigurationProblem("\(path): \(error)")
        }
    }

    private static func tree(_ node: Yams.Node) throws -> SettingTree {
        switch node {
        case .scalar(let scalar): return .scalar(scalar.string)
        case .sequence(let sequence): return .list(try sequence.map(tree))
        case .mapping(let mapping):
            return .map(try mapping.map { key, value in
                guard let name = key.scalar?.string else { throw ConfigurationProblem("a key of the file is no plain text") }
                return (key: name, value: try tree(value))
            })
        case .alias: throw ConfigurationProblem("the file has an alias, which settings don't know")
        }
    }
}
