public typealias ErrorDetail = [UInt8]
