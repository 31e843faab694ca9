using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using AcornimaScript = Acornima.Ast.Script;
using JintEngine = Jint.Engine;

namespace TestOps.Core.Expressions.Scripting;

/// <summary>
/// One interpreter: strict, without .NET, with frozen globals; time and randomness are those of the session that is being evaluated. It serves one
/// evaluation at a time and keeps nothing of it.
/// </summary>
internal sealed class ScriptEngine
{
    private readonly JintEngine _engine;
    private readonly ScriptRoots _roots;
    private readonly JsValue _stringify;
    private ExpressionScope? _scope;

    public ScriptEngine()
    {
        _engine = new JintEngine(Configure);
        _roots = new ScriptRoots(_engine);
        var random = new ScriptRandom(_engine, () => Scope);
        random.Replace(_engine.Global.Get("Math").AsObject());
        AddRoots(random.CreateObject());
        RunPrelude();
        _stringify = _engine.Global.Get("JSON").Get("stringify");
    }

    private ExpressionScope Scope => _scope ?? throw new InvalidOperationException("No evaluation is running.");

    /// <summary>Evaluates a prepared expression in <paramref name="scope"/>.</summary>
    /// <exception cref="ExpressionException">It threw, its value has no JSON form although it is wanted, or it met a limit; then do not use the interpreter again.</exception>
    public ExpressionValue Evaluate(string text, Prepared<AcornimaScript> script, ExpressionScope scope, ResultForm form)
    {
        _scope = scope;
        try
        {
            return Convert(_engine.Evaluate(script), form);
        }
        catch (Exception error) when (FailureOf(error) is { } failure)
        {
            throw new ExpressionException(text, failure, ReasonOf(error), failure == ExpressionFailure.Value ? ScopeNaming.Hint(scope) : LimitHint(failure), error);
        }
        finally
        {
            _scope = null;
            _roots.Clear();
        }
    }

    private void RunPrelude()
    {
        try
        {
            _engine.Invoke(_engine.Evaluate(ScriptPrelude.Source), $"{ScopeNames.RootsText} {string.Join(' ', ScopeNames.Globals.Order(StringComparer.Ordinal))}");
        }
        catch (TimeoutException error)
        {
            // It takes 20 ms; the time limit holds for it like for every script.
            throw new ExpressionException("", ExpressionFailure.Resource, $"the interpreter was not ready within {ScriptLimits.Time.TotalSeconds} s", "the machine is overloaded: run again", error);
        }
    }

    private void Configure(Options options)
    {
        options.Strict();
        options.Culture(CultureInfo.InvariantCulture);
        options.LocalTimeZone(TimeZoneInfo.Utc);
        options.TimeSystem = new SessionTimeSystem(() => Scope);
        options.DisableStringCompilation();
        options.MaxStatements(ScriptLimits.Statements);
        options.LimitRecursion(ScriptLimits.Recursion);
        options.LimitMemory(ScriptLimits.MemoryBytes);
        options.TimeoutInterval(ScriptLimits.Time);
        options.MaxArraySize(ScriptLimits.ArraySize);
        options.RegexTimeoutInterval(ScriptLimits.RegexTimeout);
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxAtomicsPauseIterations = 0;
    }

    private void AddRoots(JsValue random)
    {
        foreach (var name in ScopeNames.RootsText.Split(' '))
        {
            var descriptor = name == "random"
                ? new PropertyDescriptor(random, writable: false, enumerable: true, configurable: false)
                : (PropertyDescriptor)new GetSetPropertyDescriptor(new ClrFunction(_engine, name, (_, _) => _roots.Get(name, Scope)), null, enumerable: true, configurable: false);
            _engine.Global.FastSetProperty(name, descriptor);
        }
    }

    private ExpressionValue Convert(JsValue value, ResultForm form)
    {
        if (value.IsPromise())
        {
            throw new FormatException("the value is a promise: expressions are synchronous");
        }

        if (value.IsNumber())
        {
            return ExpressionValue.Of(value.AsNumber());
        }

        if (value.IsString())
        {
            return ExpressionValue.Of(value.AsString());
        }

        if (value.IsBoolean())
        {
            return ExpressionValue.Of(value.AsBoolean());
        }

        if (value.IsUndefined())
        {
            return ExpressionValue.Undefined;
        }

        if (value.IsNull())
        {
            return ExpressionValue.Null;
        }

        return form == ResultForm.Truth ? OfTruth(value) : OfJson(value);
    }

    private static ExpressionValue OfTruth(JsValue value) => TypeConverter.ToBoolean(value) ? ExpressionValue.Opaque : ExpressionValue.Of(false);

    private ExpressionValue OfJson(JsValue value)
    {
        var json = _engine.Invoke(_stringify, value);
        if (!json.IsString())
        {
            throw new FormatException($"the value is a {(value.IsObject() ? "function" : "symbol")} and has no JSON form");
        }

        return ExpressionValue.Of(JsonSerializer.Deserialize<JsonElement>(json.AsString()));
    }

    private static ExpressionFailure? FailureOf(Exception error) => error switch
    {
        JavaScriptException or FormatException or PromiseRejectedException => ExpressionFailure.Value,
        StatementsCountOverflowException or RecursionDepthOverflowException => ExpressionFailure.Limit,
        MemoryLimitExceededException when IsArraySize(error) => ExpressionFailure.Limit,
        MemoryLimitExceededException or TimeoutException or InsufficientExecutionStackException or OutOfMemoryException => ExpressionFailure.Resource,
        _ => null,
    };

    // Jint has one exception for both limits; the size of an array is counted, memory is measured.
    private static bool IsArraySize(Exception error) => error.Message.StartsWith("The array size", StringComparison.Ordinal);

    private static string ReasonOf(Exception error) => error switch
    {
        StatementsCountOverflowException => $"it ran more than {ScriptLimits.Statements} statements",
        RecursionDepthOverflowException => $"a function called itself more than {ScriptLimits.Recursion} times",
        MemoryLimitExceededException when IsArraySize(error) => $"it made an array of more than {ScriptLimits.ArraySize} elements",
        MemoryLimitExceededException or OutOfMemoryException => $"it allocated more than {ScriptLimits.MemoryBytes >> 20} MiB",
        RegexMatchTimeoutException => $"a regular expression took longer than {ScriptLimits.RegexTimeout.TotalSeconds} s",
        TimeoutException => $"it ran longer than {ScriptLimits.Time.TotalSeconds} s",
        _ => error.Message,
    };

    private static string LimitHint(ExpressionFailure failure) => failure == ExpressionFailure.Limit
        ? "compute less in the suite: expressions choose and compare values, they do not process data"
        : "compute less in the suite; if the expression is simple, the machine was overloaded: run again";
}
