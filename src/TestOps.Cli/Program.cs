using TestOps.Cli;

return await TestOpsCli.RunAsync(args);
