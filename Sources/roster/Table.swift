// Rows under a heading, aligned for a terminal.

struct Table {
    var heading: [String]
    var rows: [[String]] = []

    /// What one cell may take at most: a longer text is cut, so that a row stays a line.
    private static let cellColumnsMax = 48
    /// The last one, with nothing behind it, may hold a sentence.
    private static let lastCellColumnsMax = 100

    /// Lines without trailing spaces. A column in which every cell is a number is aligned right.
    var lines: [String] {
        let cells = ([heading] + rows).map { row in
            row.enumerated().map { $1.truncated(to: $0 == row.count - 1 ? Self.lastCellColumnsMax : Self.cellColumnsMax) }
        }
        let columns = heading.indices.map { column in
            (width: cells.map { $0[column].displayWidth }.max() ?? 0,
             isNumeric: !rows.isEmpty && rows.allSatisfy { Int($0[column]) != nil })
        }
        return cells.map { row in
            let line = zip(row, columns).map { cell, column in
                column.isNumeric ? String(repeating: " ", count: column.width - cell.displayWidth) + cell : cell.padded(to: column.width)
            }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
