// PersonalData: what is known of a person, kept beside the history so that it can be erased (architecture 3, decision 13).

public import RosterAPI
public import Wire

/// The e-mail address and the employee information of one member: the bytes of a ``PersonalRow``.
public struct PersonalData: Message {
    public static let protoName = "roster.internal.PersonalData"
    /// Normalised (``EmailAddress``).
    public var email = ""
    public var profile: Profile?

    public init() {}

    public init(email: String, profile: Profile?) {
        self.email = email
        self.profile = profile
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "email", &email)
        try v.field(2, "profile", &profile)
    }
}
