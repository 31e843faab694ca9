using System.Text.Json;

namespace TestOps.Core.Expressions;

/// <summary>The body of an answer, read where somebody looks at it: most answers of a load are judged by their status alone.</summary>
internal interface IAnswerBody
{
    /// <summary>JSON, a JSON string for text, undefined without a body.</summary>
    JsonElement Root { get; }

    /// <summary>Why a body that claims to be JSON is none; null where it is JSON, or makes no such claim.</summary>
    string? Problem { get; }
}
