// What requests and responses of one kind have in common (product.md 4.1), so that it is done once for all methods.

public import Wire

/// A request that names the organization it is about.
public protocol OrganizationScoped: Message {
    /// Zero when the request doesn't say.
    var organizationID: OrganizationID { get }
}

/// A request that changes something. `options` is field 15.
public protocol MutatingRequest: Message {
    var options: MutationOptions? { get set }
}

/// The answer to a mutation. `result` is field 15.
public protocol MutatingResponse: Message {
    var result: MutationResult? { get set }
}

/// A request that reads an organization at a point. `point` is field 14.
public protocol ReadRequest: Message {
    /// Absent: the newest revision, now.
    var point: ReadPoint? { get set }
}

/// The answer to a read. `revision` is field 14.
public protocol ReadResponse: Message {
    /// The revision that it was answered at.
    var revision: Int64 { get set }
}

/// A request for one page of a list. Fields 10 to 13.
public protocol ListRequest: Message {
    /// 1 to 1000; 0 stands for 50.
    var pageSize: Int32 { get set }
    /// Empty: the first page.
    var pageToken: String { get set }
    /// An expression of AIP-160's subset; empty: everything.
    var filter: String { get set }
    /// Field paths, each with an optional `desc`, separated by commas; empty: the list's own order.
    var orderBy: String { get set }
}

/// One page of a list. Fields 11 and 12.
public protocol ListResponse: Message {
    associatedtype Item: Message
    /// The page's items, whatever the field is called.
    var items: [Item] { get set }
    /// Empty on the last page.
    var nextPageToken: String { get set }
    /// Of all pages together.
    var totalSize: Int64 { get set }
}

/// Whom a question is about.
public enum Subject: Sendable, Equatable {
    case memberID(MemberID)
    case email(String)
}

/// A request about a person who may be the caller itself, for whom another permission is enough (`Guard.subject`).
public protocol SubjectScoped: OrganizationScoped {
    /// Absent: whoever calls.
    var subject: Subject? { get }
}

extension Message {
    /// A message filled in by a closure: `.with { $0.name = "Ada" }`.
    @inlinable
    public static func with<E>(_ fill: (inout Self) throws(E) -> Void) throws(E) -> Self {
        var message = Self()
        try fill(&message)
        return message
    }
}
