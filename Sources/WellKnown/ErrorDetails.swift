// The standard details of an error, google/rpc/error_details.proto.

public import Wire

/// Why it failed, as a constant that programs can compare.
public struct ErrorInfo: Message {
    public static let protoName = "google.rpc.ErrorInfo"

    /// UPPER_SNAKE_CASE, at most 63 characters: `SEATS_EXHAUSTED`.
    public var reason: String = ""
    /// Who defines the reason.
    public var domain: String = ""
    /// Facts beside the reason.
    public var metadata: [String: String] = [:]

    public init() {}

    public init(reason: String, domain: String, metadata: [String: String] = [:]) {
        self.reason = reason
        self.domain = domain
        self.metadata = metadata
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "reason", &reason)
        try v.field(2, "domain", &domain)
        try v.field(3, "metadata", &metadata)
    }
}

/// When a retry makes sense.
public struct RetryInfo: Message {
    public static let protoName = "google.rpc.RetryInfo"

    /// Wait at least this long.
    public var retryDelay: Duration?

    public init() {}

    public init(retryDelay: Duration? = nil) {
        self.retryDelay = retryDelay
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "retry_delay", &retryDelay)
    }
}

/// Where it failed inside the server.
public struct DebugInfo: Message {
    public static let protoName = "google.rpc.DebugInfo"

    public var stackEntries: [String] = []
    public var detail: String = ""

    public init() {}

    public init(stackEntries: [String] = [], detail: String) {
        self.stackEntries = stackEntries
        self.detail = detail
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "stack_entries", &stackEntries)
        try v.field(2, "detail", &detail)
    }
}

/// Which quotas are used up.
public struct QuotaFailure: Message {
    public static let protoName = "google.rpc.QuotaFailure"

    public var violations: [Violation] = []

    public init() {}

    public init(violations: [Violation] = []) {
        self.violations = violations
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "violations", &violations)
    }

    /// One quota.
    public struct Violation: Message {
        public static let protoName = "google.rpc.QuotaFailure.Violation"

        /// Whose quota: `organization:org_…`.
        public var subject = ""
        public var description = ""
        public var apiService = ""
        public var quotaMetric = ""
        public var quotaID = ""
        public var quotaDimensions: [String: String] = [:]
        public var quotaValue: Int64 = 0
        public var futureQuotaValue: Int64?

        public init() {}

        public init(subject: String, description: String) {
            self.subject = subject
            self.description = description
        }

        public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
            try v.field(1, "subject", &subject)
            try v.field(2, "description", &description)
            try v.field(3, "api_service", &apiService)
            try v.field(4, "quota_metric", &quotaMetric)
            try v.field(5, "quota_id", &quotaID)
            try v.field(6, "quota_dimensions", &quotaDimensions)
            try v.field(7, "quota_value", &quotaValue)
            try v.field(8, "future_quota_value", &futureQuotaValue)
        }
    }
}

/// Which conditions did not hold.
public struct PreconditionFailure: Message {
    public static let protoName = "google.rpc.PreconditionFailure"

    public var violations: [Violation] = []

    public init() {}

    public init(violations: [Violation] = []) {
        self.violations = violations
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "violations", &violations)
    }

    /// One condition.
    public struct Violation: Message {
        public static let protoName = "google.rpc.PreconditionFailure.Violation"

        /// The kind of condition, a constant: `REVISION`.
        public var type = ""
        /// What it is about.
        public var subject = ""
        public var description = ""

        public init() {}

        public init(type: String, subject: String, description: String) {
            self.type = type
            self.subject = subject
            self.description = description
        }

        public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
            try v.field(1, "type", &type)
            try v.field(2, "subject", &subject)
            try v.field(3, "description", &description)
        }
    }
}

/// Which fields of the request are wrong.
public struct BadRequest: Message {
    public static let protoName = "google.rpc.BadRequest"

    public var fieldViolations: [FieldViolation] = []

    public init() {}

    public init(fieldViolations: [FieldViolation] = []) {
        self.fieldViolations = fieldViolations
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "field_violations", &fieldViolations)
    }

    /// One field.
    public struct FieldViolation: Message {
        public static let protoName = "google.rpc.BadRequest.FieldViolation"

        /// The path of the field: `member.email`.
        public var field = ""
        public var description = ""
        /// UPPER_SNAKE_CASE, within the domain of the `ErrorInfo` beside it.
        public var reason = ""
        public var localizedMessage: LocalizedMessage?

        public init() {}

        public init(field: String, description: String, reason: String = "") {
            self.field = field
            self.description = description
            self.reason = reason
        }

        public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
            try v.field(1, "field", &field)
            try v.field(2, "description", &description)
            try v.field(3, "reason", &reason)
            try v.field(4, "localized_message", &localizedMessage)
        }
    }
}

/// Which request it was.
public struct RequestInfo: Message {
    public static let protoName = "google.rpc.RequestInfo"

    public var requestID: String = ""
    public var servingData: String = ""

    public init() {}

    public init(requestID: String, servingData: String) {
        self.requestID = requestID
        self.servingData = servingData
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "request_id", &requestID)
        try v.field(2, "serving_data", &servingData)
    }
}

/// Which resource it was about.
public struct ResourceInfo: Message {
    public static let protoName = "google.rpc.ResourceInfo"

    public var resourceType: String = ""
    public var resourceName: String = ""
    public var owner: String = ""
    public var description: String = ""

    public init() {}

    public init(resourceType: String, resourceName: String, owner: String, description: String) {
        self.resourceType = resourceType
        self.resourceName = resourceName
        self.owner = owner
        self.description = description
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "resource_type", &resourceType)
        try v.field(2, "resource_name", &resourceName)
        try v.field(3, "owner", &owner)
        try v.field(4, "description", &description)
    }
}

/// Where to read on.
public struct Help: Message {
    public static let protoName = "google.rpc.Help"

    public var links: [Link] = []

    public init() {}

    public init(links: [Link] = []) {
        self.links = links
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "links", &links)
    }

    /// One page.
    public struct Link: Message {
        public static let protoName = "google.rpc.Help.Link"

        public var description = ""
        public var url = ""

        public init() {}

        public init(description: String, url: String) {
            self.description = description
            self.url = url
        }

        public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
            try v.field(1, "description", &description)
            try v.field(2, "url", &url)
        }
    }
}

/// A message for the user.
public struct LocalizedMessage: Message {
    public static let protoName = "google.rpc.LocalizedMessage"

    /// BCP 47: `de-CH`.
    public var locale: String = ""
    public var message: String = ""

    public init() {}

    public init(locale: String, message: String) {
        self.locale = locale
        self.message = message
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "locale", &locale)
        try v.field(2, "message", &message)
    }
}
