// What happens to organizations and their subscriptions.

public import WellKnown
public import Wire

/// An organization came to be. A root's plan, pools and owner, and a sub-account's limits and first members, follow as facts
/// of the same entry.
public struct OrganizationCreated: Message {
    public static let protoName = "roster.v1.OrganizationCreated"
    public var name = ""
    public var kind = OrganizationKind.unspecified
    /// Of a CHILD.
    public var parentID = OrganizationID()
    public var timeZone = ""
    public var policies: Policies?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
        try v.field(2, "kind", &kind)
        try v.field(3, "parent_id", &parentID)
        try v.field(4, "time_zone", &timeZone)
        try v.field(5, "policies", &policies)
    }
}

/// Attributes changed. A field that is absent kept its value.
public struct OrganizationUpdated: Message {
    public static let protoName = "roster.v1.OrganizationUpdated"
    public var name: String?
    public var timeZone: String?
    public var policies: Policies?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
        try v.field(2, "time_zone", &timeZone)
        try v.field(3, "policies", &policies)
    }
}

/// The organization was deleted softly.
public struct OrganizationDeleted: Message {
    public static let protoName = "roster.v1.OrganizationDeleted"
    /// Until when it can be undeleted.
    public var purgeTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "purge_time", &purgeTime)
    }
}

/// A deletion was taken back.
public struct OrganizationUndeleted: Message {
    public static let protoName = "roster.v1.OrganizationUndeleted"
    public init() {}
    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {}
}

/// The plan was chosen or changed. Its features and limits are copied, so that editing the plan itself changes nothing
/// in an organization until it chooses again.
public struct PlanChanged: Message {
    public static let protoName = "roster.v1.PlanChanged"
    public var plan = ""
    public var features: [Feature] = []
    /// Features of the plan that also need enabling on request.
    public var featuresOnRequest: [Feature] = []
    public var limits: Limits?
    /// Assigned to new standard members for whom no product is named. Empty: none.
    public var defaultProductID = ""
    /// The features that could be used before, so that what was lost can be named.
    public var previousFeatures: [Feature] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "plan", &plan)
        try v.field(2, "features", &features)
        try v.field(3, "features_on_request", &featuresOnRequest)
        try v.field(4, "limits", &limits)
        try v.field(5, "default_product_id", &defaultProductID)
        try v.field(6, "previous_features", &previousFeatures)
    }
}

/// A feature that the plan includes on request may now be used.
public struct FeatureEnabled: Message {
    public static let protoName = "roster.v1.FeatureEnabled"
    public var feature = Feature.unspecified

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "feature", &feature)
    }
}

/// Seats were bought beyond the subscription. The pool's new size follows as a fact of its own.
public struct AddOnPurchased: Message {
    public static let protoName = "roster.v1.AddOnPurchased"
    public var productID = ""
    public var seats: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "product_id", &productID)
        try v.field(2, "seats", &seats)
    }
}

/// Another member is the owner. That its role is now OWNER, and the previous owner's CO_OWNER, are facts of the same entry.
public struct OwnershipTransferred: Message {
    public static let protoName = "roster.v1.OwnershipTransferred"
    public var memberID = MemberID()
    public var previousOwnerID = MemberID()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "member_id", &memberID)
        try v.field(2, "previous_owner_id", &previousOwnerID)
    }
}

/// What the account may consume is now bounded by these.
public struct QuotaLimitsChanged: Message {
    public static let protoName = "roster.v1.QuotaLimitsChanged"
    public var limits: QuotaLimits?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "limits", &limits)
    }
}
